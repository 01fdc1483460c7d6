package doctor

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func exampleRegistry() Registry {
	return Registry{
		Server: "123456789012.dkr.ecr.us-east-1.amazonaws.com", Prefix: "ECR", Kind: exchangeKind,
		Variables: []Variable{
			{"ECR_CONTAINER_REGISTRY_SERVER", setState, "44"},
			{"ECR_CONTAINER_REGISTRY_PASSWORD_FILE", fileState, "40"},
			{"ECR_CONTAINER_REGISTRY_SESSION_TOKEN", emptyState, "0"},
		},
		Token: &Token{"cache", true, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		Login: accepted,
		Findings: []Finding{newFinding(codeQuotes, "something about one of its variables that is long enough for two whole lines",
			"a command")},
	}
}

func TestTextOfARegistry(t *testing.T) {
	t.Parallel()
	want := `! 123456789012.dkr.ecr.us-east-1.amazonaws.com
    secret     prefix ECR, AWS keys, exchanged for an ECR token
    variables  ECR_CONTAINER_REGISTRY_SERVER         44 characters
               ECR_CONTAINER_REGISTRY_PASSWORD_FILE  40 characters in a file
               ECR_CONTAINER_REGISTRY_SESSION_TOKEN  empty
    token      in the cache, good until 2026-01-02 03:04 UTC
    login      accepted
  ! something about one of its variables that is long enough for two whole
    lines
    → a command
`
	if diff := cmp.Diff(want, exampleRegistry().text(Style{Width: 76})); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestColourChangesNoText(t *testing.T) {
	t.Parallel()
	coloured := exampleRegistry().text(Style{Color: true, Width: 76})
	for _, code := range []string{"\x1b[1m", "\x1b[33m", "\x1b[0m"} {
		if !strings.Contains(coloured, code) {
			t.Errorf("%q is not in %q", code, coloured)
		}
		coloured = strings.ReplaceAll(coloured, code, "")
	}
	if diff := cmp.Diff(exampleRegistry().text(Style{Width: 76}), coloured); diff != "" {
		t.Errorf("text (-plain +coloured):\n%s", diff)
	}
}

func TestNamesWriteNoTerminalCodes(t *testing.T) {
	t.Parallel()
	r := exampleRegistry()
	r.Variables[0].Name = "A\x1b[2J\n_CONTAINER_REGISTRY_SERVER"
	r.Findings[0].Message = "\x1b]0;title\x07"
	if text := r.text(Style{}); strings.ContainsAny(text, "\x1b\x07") || strings.Count(text, "\n") != 9 {
		t.Errorf("text %q", text)
	}
}

// lockedBuffer is a buffer for a writer and a reader at once.
type lockedBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(text)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func TestSpinnerIsGoneInTheEnd(t *testing.T) {
	t.Parallel()
	var out lockedBuffer
	blocks, written := make(chan string), make(chan struct{})
	go func() {
		defer close(written)
		writeLive(&out, "asking", blocks)
	}()
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(out.String(), " asking"); {
		if time.Now().After(deadline) {
			t.Fatal("nothing spins")
		}
		time.Sleep(time.Millisecond)
	}
	blocks <- "block\n"
	close(blocks)
	<-written
	if text := out.String(); !strings.Contains(text, eraseLine+"block\n") || !strings.HasSuffix(text, eraseLine) {
		t.Errorf("wrote %q", text)
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	environ := []string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p"}
	spinning := regexp.MustCompile(regexp.QuoteMeta(eraseLine) + `. asking the registries \.\.\.`)
	for name, test := range map[string]struct {
		width  int
		getenv map[string]string
		want   Style
	}{
		"no terminal":     {0, nil, Style{}},
		"a terminal":      {76, map[string]string{"TERM": "xterm"}, Style{Color: true, Width: 76, IsLive: true}},
		"no colours":      {76, map[string]string{"NO_COLOR": "1"}, Style{Width: 76, IsLive: true}},
		"a dumb terminal": {76, map[string]string{"TERM": "dumb"}, Style{Width: 76}},
	} {
		style := StyleOf(test.width, func(name string) string { return test.getenv[name] })
		if diff := cmp.Diff(test.want, style); diff != "" {
			t.Errorf("%s: style (-want +got):\n%s", name, diff)
		}
		var out strings.Builder
		report, err := newDoctor(environ).Show(t.Context(), nil, &out, style)
		if err != nil {
			t.Fatal(err)
		}
		rest := report.rest(style) + style.wrap("", whatIsShown)
		want := report.Registries[0].text(style) + "\n" + rest
		if style.IsLive { // each block, and the end, erases the line
			want = eraseLine + report.Registries[0].text(style) + "\n" + eraseLine + rest + eraseLine
		}
		got := spinning.ReplaceAllString(out.String(), "")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: text (-want +got):\n%s", name, diff)
		}
	}
}

func TestSizesAreCounted(t *testing.T) {
	t.Parallel()
	for length, want := range map[string]string{"0": "0 characters", "1": "1 character", "12 or more": "12 or more characters"} {
		if got := (Variable{"N", setState, length}).text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
