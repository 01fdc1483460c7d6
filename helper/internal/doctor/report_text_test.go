package doctor

import (
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

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

func TestLiveLineIsGoneInTheEnd(t *testing.T) {
	t.Parallel()
	for isASCII, want := range map[bool]string{
		false: " 1 of 3 done, waiting for a.example, a.very.…",
		true:  " 1 of 3 done, waiting for a.example, a.ver...",
	} {
		var out lockedBuffer
		var p progress
		p.begin([]string{"well.example", "a.example", "a.very.long.name.example"})
		p.end(0)
		stop := Style{Width: len("x 1 of 3 done, waiting for a.example, a.very.."), IsASCII: isASCII}.startLine(&out, &p)
		for deadline := time.Now().Add(20 * time.Second); !strings.Contains(out.String(), want); {
			if time.Now().After(deadline) {
				t.Fatalf("wrote %q", out.String())
			}
			time.Sleep(time.Millisecond)
		}
		stop()
		if text := out.String(); !strings.HasSuffix(text, eraseLine) || strings.Count(text, eraseLine) < 2 {
			t.Errorf("wrote %q", text)
		}
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	environ := []string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p"}
	for name, test := range map[string]struct {
		width  int
		getenv map[string]string
		want   Style
	}{
		"no terminal":     {0, nil, Style{}},
		"a terminal":      {76, map[string]string{"TERM": "xterm"}, Style{Color: true, Width: 76, IsLive: true}},
		"no colours":      {76, map[string]string{"NO_COLOR": "1"}, Style{Width: 76, IsLive: true}},
		"a dumb terminal": {76, map[string]string{"TERM": "dumb"}, Style{Width: 76}},
		"LANG=C":          {0, map[string]string{"LANG": "C"}, Style{IsASCII: true}},
		"POSIX over all":  {0, map[string]string{"LANG": "C.UTF-8", "LC_ALL": "POSIX"}, Style{IsASCII: true}},
		"Latin 1":         {0, map[string]string{"LC_CTYPE": "de_DE.ISO-8859-1"}, Style{IsASCII: true}},
		"UTF-8 over C":    {0, map[string]string{"LANG": "C", "LC_CTYPE": "en_US.utf8"}, Style{}},
		"C.UTF-8":         {0, map[string]string{"LANG": "C.UTF-8"}, Style{}},
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
		written := out.String()
		erased := strings.LastIndex(written, eraseLine)
		if erased >= 0 {
			written = written[erased+len(eraseLine):]
		}
		want := report.text(style) + style.wrap("", whatIsShown)
		if diff := cmp.Diff(want, written); diff != "" || erased >= 0 != style.IsLive {
			t.Errorf("%s: erased at %d, text (-want +got):\n%s", name, erased, diff)
		}
		if style.IsASCII && strings.ContainsFunc(out.String(), func(r rune) bool { return r > unicode.MaxASCII }) {
			t.Errorf("%s: %s", name, out.String())
		}
	}
}

// TestOrderOfAReport has what is well first, on a line, and errors last.
func TestOrderOfAReport(t *testing.T) {
	t.Parallel()
	well := Registry{Server: "a.example", Prefix: "A", Kind: passwordKind, Login: accepted}
	warned, failing := well, well
	warned.Server, warned.Findings = "b.example", []Finding{newFinding(codeQuotes, "warning", "fix")}
	failing.Server, failing.Findings = "c.example", []Finding{newFinding(codeLoginRefused, "error", "fix")}
	token := Registry{Server: "ghcr.io", Kind: gitHubKind, Login: open}
	registries := []Registry{failing, well, warned, token}
	for _, test := range []struct {
		report Report
		style  Style
		want   string
	}{
		{Report{Registries: registries}, Style{}, `✓ a.example  prefix A, login accepted
✓ ghcr.io  GITHUB_TOKEN, login not needed, so the password was not tried
✓ Docker and this machine

! b.example
    secret     prefix A, user name and password
    login      accepted
  ! warning
    → fix

✗ c.example
    secret     prefix A, user name and password
    login      accepted
  ✗ error
    → fix

4 registries checked, 1 error, 1 warning.
Errors: c.example.
`},
		{Report{Registries: []Registry{well}, Findings: failing.Findings}, Style{IsASCII: true}, `+ a.example  prefix A, login accepted

X Docker and this machine
  X error
    -> fix

1 registry checked, 1 error, 0 warnings.
Errors: Docker and this machine.
`},
		{Report{Registries: []Registry{well}}, Style{Verbose: true}, `✓ a.example
    secret     prefix A, user name and password
    login      accepted

✓ Docker and this machine

1 registry checked, no problems found.
`},
		{Report{Findings: warned.Findings}, Style{}, `! Docker and this machine
  ! warning
    → fix

0 registries checked, 0 errors, 1 warning.
`},
	} {
		if diff := cmp.Diff(test.want, test.report.text(test.style)); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

// TestCommandsStayOnALine has commands in the midst of a text too.
func TestCommandsStayOnALine(t *testing.T) {
	t.Parallel()
	const name = "docker-credential-secrets"
	for text, command := range map[string]string{
		name + " configure a.example b.example c.example":                                           name + " configure a.example b.example c.example",
		"set the variables of a secret, or: " + name + " configure --remove a.example b.example":    name + " configure --remove a.example b.example",
		"in full, as doctor --full shows it: docker logout 123456789012.dkr.ecr.us-east-1.aws":      "docker logout 123456789012.dkr.ecr.us-east-1.aws",
		"have Docker ask for all: " + name + " configure --default; or name those that you use":     name + " configure --default",
		"chmod +x -- '/a path; with (odd), signs that is rather long/'\\''" + name + "'":            "chmod +x -- '/a path; with (odd), signs that is rather long/'\\''" + name + "'",
		name + " configure --default && " + name + " configure --remove docker.io":                  name + " configure --default && " + name + " configure --remove docker.io",
		"move it away and run " + name + " configure for all the registries that you use every day": name + " configure",
	} {
		wrapped := Style{Width: 50}.wrap("", text)
		if !strings.Contains(wrapped, command) || !strings.Contains(Style{}.wrap("", text), text+"\n") ||
			strings.Join(strings.Fields(wrapped), " ") != text {
			t.Errorf("%q", wrapped)
		}
	}
	if got := (Style{Width: 50}).wrap("", "podman, skopeo and buildah use the login stored in a file"); strings.Count(got, "\n") != 2 {
		t.Errorf("%q is no command", got)
	}
}

// TestLinesForPastingStayWhole has what is to be pasted from the terminal.
func TestLinesForPastingStayWhole(t *testing.T) {
	t.Parallel()
	report := examined(t, newDoctor(nil))
	for _, width := range []int{0, 40, 80} {
		text := report.text(Style{Width: width})
		for _, line := range []string{
			"          ACR_CONTAINER_REGISTRY_SERVER=mycompany.azurecr.io", "          ACR_CONTAINER_REGISTRY_USER=acr-user",
			"          ACR_CONTAINER_REGISTRY_PASSWORD=...",
			"          ACR_CONTAINER_REGISTRY_PASSWORD: ${{ secrets.ACR_CONTAINER_REGISTRY_PASSWORD }}",
		} {
			if !strings.Contains(text, "\n"+line+"\n") {
				t.Errorf("%d columns: no line %q in:\n%s", width, line, text)
			}
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
