package doctor

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func exampleRegistry() Registry {
	return Registry{
		Server: "123456789012.dkr.ecr.us-east-1.amazonaws.com", Prefix: "ECR", Kind: helper.ExchangeKind,
		Variables: []Variable{
			{"ECR_CONTAINER_REGISTRY_SERVER", setState, 44},
			{"ECR_CONTAINER_REGISTRY_PASSWORD_FILE", fileState, 40},
			{"ECR_CONTAINER_REGISTRY_SESSION_TOKEN", emptyState, 0},
		},
		Token:    &Token{"cache", true, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		Login:    Accepted,
		Findings: []Finding{newFinding(codeQuotes, "something about one of its variables that is long enough for two whole lines", "a command")},
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
	if diff := cmp.Diff(want, Style{Width: 76}.Registry(exampleRegistry())); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestColourChangesNoText(t *testing.T) {
	t.Parallel()
	coloured := Style{Color: true, Width: 76}.Registry(exampleRegistry())
	for _, code := range []string{"\x1b[1m", "\x1b[33m", "\x1b[0m"} {
		if !strings.Contains(coloured, code) {
			t.Errorf("%q is not in %q", code, coloured)
		}
		coloured = strings.ReplaceAll(coloured, code, "")
	}
	if diff := cmp.Diff(Style{Width: 76}.Registry(exampleRegistry()), coloured); diff != "" {
		t.Errorf("text (-plain +coloured):\n%s", diff)
	}
}

func TestNamesWriteNoTerminalCodes(t *testing.T) {
	t.Parallel()
	r := exampleRegistry()
	r.Variables[0].Name = "A\x1b[2J\n_CONTAINER_REGISTRY_SERVER"
	r.Findings[0].Message = "\x1b]0;title\x07"
	if text := (Style{}).Registry(r); strings.ContainsAny(text, "\x1b\x07") || strings.Count(text, "\n") != 9 {
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
	live := StartLive(&out, true, "asking")
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(out.String(), " asking"); {
		if time.Now().After(deadline) {
			t.Fatal("nothing spins")
		}
		time.Sleep(time.Millisecond)
	}
	live.Print("block\n")
	live.Stop()
	if text := out.String(); !strings.Contains(text, eraseLine+"block\n") || !strings.HasSuffix(text, eraseLine) {
		t.Errorf("wrote %q", text)
	}
	var plain bytes.Buffer
	live = StartLive(&plain, false, "asking")
	live.Print("block\n")
	live.Stop()
	if text := plain.String(); text != "block\n" {
		t.Errorf("wrote %q to what is no terminal", text)
	}
}

func TestSizesAreCounted(t *testing.T) {
	t.Parallel()
	for length, want := range map[int]string{0: "0 characters", 1: "1 character", 2: "2 characters"} {
		if got := (Variable{"N", setState, length}).text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
