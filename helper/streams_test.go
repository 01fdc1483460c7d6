package helper

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// TestAnswerEscapes has a password of all control characters, which other
// programs' JSON must give back.
func TestAnswerEscapes(t *testing.T) {
	t.Parallel()
	var password strings.Builder
	for c := range 128 {
		if c != 0 && c != '\n' && c != '\r' {
			password.WriteByte(byte(c))
		}
	}
	r := run{
		environ: []string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=" + password.String()},
		stdin:   "a.example",
	}
	r.do("get")
	var answer struct{ Secret string }
	if err := json.Unmarshal([]byte(r.stdout), &answer); err != nil || answer.Secret != password.String() {
		t.Errorf("status %d: %v: the password is not that of the secret", r.status, err)
	}
}

const tooLongText = "standard input is longer than 60 KiB: give one server or one JSON object\n"

// TestInputBounds looks at standard input that is as long as it may be, and
// longer, and at one that breaks.
func TestInputBounds(t *testing.T) {
	t.Parallel()
	const broken = "standard input can't be read: give one server or one JSON object there\n"
	long := strings.Repeat("x", 60<<10)
	for name, test := range map[string]struct {
		stdin io.Reader
		want  string
	}{
		"as long as it may be": {strings.NewReader(long), notFoundText},
		"longer by one":        {strings.NewReader(long + "x"), tooLongText},
		"broken":               {iotest.ErrReader(errors.New(planted)), broken},
	} {
		var stdout bytes.Buffer
		p := programIn("A_CONTAINER_REGISTRY_SERVER=a.example")
		p.Stdin, p.Stdout, p.Stderr = test.stdin, &stdout, io.Discard
		if status := new(run).end(p, []string{"get"}); status != 1 || stdout.String() != test.want {
			t.Errorf("%s: status %d, output %q, want %q", name, status, stdout.String(), test.want)
		}
	}
}

type closedStream struct{}

func (closedStream) Write([]byte) (int, error) { return 0, errors.New("closed") }

// TestClosedOutput has nobody take the answer: a get fails, and an erase,
// which answers nothing, does not.
func TestClosedOutput(t *testing.T) {
	t.Parallel()
	for verb, wantStatus := range map[string]int{"get": 1, "list": 1, "erase": 0} {
		var stderr bytes.Buffer
		p := programIn(secret("A", "a.example", "u")...)
		p.Stdin, p.Stdout, p.Stderr = strings.NewReader("https://a.example"), closedStream{}, &stderr
		if status := new(run).end(p, []string{verb}); status != wantStatus {
			t.Errorf("%s: status %d, want %d", verb, status, wantStatus)
		}
		if got := strings.Contains(stderr.String(), "can't be written"); got != (wantStatus == 1) {
			t.Errorf("%s: standard error %q", verb, stderr.String())
		}
	}
}

// TestUnreadableFiles has each verb come to a value that can't be read.
func TestUnreadableFiles(t *testing.T) {
	t.Parallel()
	const prefix = "A_CONTAINER_REGISTRY_"
	for _, server := range []string{"a.example", ecrHost} {
		for _, field := range []string{"USER", "PASSWORD"} {
			other := map[string]string{"USER": "PASSWORD=p", "PASSWORD": "USER=u"}[field]
			want := server + ": " + prefix + field + "_FILE names a file that can't be read (file does not exist): check the path, and that this user may read the file\n"
			for verb, stdin := range map[string]string{
				"get":   server,
				"store": `{"ServerURL":"` + server + `","Username":"u","Secret":"p"}`,
			} {
				r := run{environ: []string{prefix + "SERVER=" + server, prefix + field + "_FILE=/" + planted, prefix + other}, stdin: stdin}
				if r.do(verb); r.status != 1 || r.stdout != want {
					t.Errorf("%s %s: status %d, output %q, want %q", verb, server, r.status, r.stdout, want)
				}
			}
			r := run{environ: []string{prefix + "SERVER=" + server, prefix + field + "_FILE=/" + planted, prefix + other}, stdin: server, cacheDir: t.TempDir()}
			if r.do("erase"); r.status != 0 || r.stdout != "" {
				t.Errorf("erase %s: status %d, output %q", server, r.status, r.stdout)
			}
		}
	}
}
