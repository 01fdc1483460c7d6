package helper

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// verbs are run for a server whose secret has PASSWORD in a file.
func verbs() map[string]string {
	return map[string]string{
		"get": "file.example", "erase": "file.example", "list": "",
		"store": `{"ServerURL":"file.example","Username":"u","Secret":"p"}`,
	}
}

func fileProgram(stdin string, readFile func(string) ([]byte, error)) (program Program, stdout, stderr *bytes.Buffer) {
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	return Program{
		Environ: []string{"F_CONTAINER_REGISTRY_SERVER=file.example", "F_CONTAINER_REGISTRY_USER=u", "F_CONTAINER_REGISTRY_PASSWORD_FILE=/p",
			"DOCKER_CREDENTIAL_SECRETS_TIMEOUT=20ms"},
		Stdin: strings.NewReader(stdin), Stdout: stdout, Stderr: stderr, Now: testTime, ReadFile: readFile,
		UserCacheDir: func() (string, error) { return "", nil },
	}, stdout, stderr
}

// TestPanickingVerb has a verb panic: that is one line, without what the panic
// says, and the status of a failure.
func TestPanickingVerb(t *testing.T) {
	t.Parallel()
	for verb, stdin := range verbs() {
		program, stdout, stderr := fileProgram(stdin, func(string) ([]byte, error) { panic("panic with " + planted) })
		status := new(run).end(program, []string{verb})
		want := map[string]struct {
			status int
			stdout string
		}{"get": {1, "this is a defect"}, "store": {1, "this is a defect"}, "list": {0, "{}\n"}, "erase": {0, ""}}[verb]
		if status != want.status || !strings.HasPrefix(stdout.String(), want.stdout) {
			t.Errorf("%s: status %d, standard output %q", verb, status, stdout)
		}
		if verb != "erase" && (!strings.Contains(stderr.String(), "helper.fileProgram") && !strings.Contains(stderr.String(), "TestPanickingVerb")) {
			t.Errorf("%s: standard error %q doesn't name the place", verb, stderr)
		}
		if text := stdout.String() + stderr.String(); strings.Contains(text, planted) || strings.Count(stdout.String(), "\n") > 1 {
			t.Errorf("%s: %q", verb, text)
		}
	}
}

// A panickingStream panics at what tells of a token.
type panickingStream struct{ written bytes.Buffer }

func (s *panickingStream) Write(text []byte) (int, error) {
	if strings.Contains(string(text), "token good until") {
		panic("panic with " + planted)
	}
	return s.written.Write(text)
}

// TestPanickingFinish has the second half of a get panic.
func TestPanickingFinish(t *testing.T) {
	t.Parallel()
	var stdout bytes.Buffer
	stderr := new(panickingStream)
	program := programIn(append(secret("A", ecrHost, exampleID), debugVariable+"=1")...)
	program.Stdin, program.Stdout, program.Stderr = strings.NewReader(ecrHost), &stdout, stderr
	r := run{exchange: func(ecr.Request) (ecr.Token, error) {
		return ecr.Token{Password: hidden.Of(planted), Issued: testTime()}, nil
	}}
	status := r.end(program, []string{"get"})
	if status != 1 || !strings.HasPrefix(stdout.String(), "this is a defect") || strings.Count(stdout.String(), "\n") != 1 ||
		strings.Contains(stdout.String()+stderr.written.String(), planted) {
		t.Errorf("status %d, %q, %q", status, stdout.String(), stderr.written.String())
	}
}

// TestHangingVerb has a file never be read: the verb ends all the same.
func TestHangingVerb(t *testing.T) {
	t.Parallel()
	for verb, stdin := range verbs() {
		if verb == "erase" {
			continue // it reads no file
		}
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			program, stdout, stderr := fileProgram(stdin, func(string) ([]byte, error) { select {} })
			exited := make(chan int)
			program.Exit = func(status int) { exited <- status }
			go new(run).end(program, []string{verb})
			select {
			case status := <-exited:
				wantStatus, wantOutput := 1, "no answer within 20ms from the file that F_CONTAINER_REGISTRY_PASSWORD_FILE names"
				if verb == "list" {
					wantStatus, wantOutput = 0, "{}\n"
				}
				if status != wantStatus || !strings.HasPrefix(stdout.String(), wantOutput) || !strings.Contains(stderr.String(), "no answer within 20ms") {
					t.Errorf("status %d, %q, %q", status, stdout, stderr)
				}
			case <-time.After(time.Minute):
				t.Error("it hangs")
			}
		})
	}
}

// TestWhatIsAwaited names what may never answer, a file or the cache's
// directory.
func TestWhatIsAwaited(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	environ := append(secret("A", ecrHost, exampleID), CacheVariable+"="+dir, "F_CONTAINER_REGISTRY_SERVER=file.example",
		"F_CONTAINER_REGISTRY_USER=u", "F_CONTAINER_REGISTRY_PASSWORD_FILE=/aws")
	for server, want := range map[string]string{ecrHost: "the token cache in " + dir, "file.example": "the file that F_CONTAINER_REGISTRY_PASSWORD_FILE names"} {
		k := newKeychain(programIn(environ...))
		answer, err := k.get(server)
		if answer.Question != nil {
			answer.Question.Entry.Close()
		}
		if got := k.watch.awaited.Load(); got != want || err != nil {
			t.Errorf("%s: %v is awaited, %v, want %s", server, got, err, want)
		}
	}
}
