package command

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// A result is what a run came to.
type result struct {
	status         int
	stdout, stderr string
}

func run(t *testing.T, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	program := Program{
		Helper: helper.Program{
			Version: "v1.2.3", Stdout: &stdout, Stderr: &stderr,
			Environ: []string{
				"A_CONTAINER_REGISTRY_SERVER=a.example:5000/team", "B_CONTAINER_REGISTRY_SERVER=b.example",
				"S_CONTAINER_REGISTRY_SERVER=a.example/$(touch ran)", "T_CONTAINER_REGISTRY_SERVER=a.example/a;b",
			},
		},
		HomeDir: func() (string, error) { return "", errors.New("no home") },
	}
	status := program.Run(t.Context(), args)
	return result{status, stdout.String(), stderr.String()}
}

// TestDefect has a command that panics with a secret.
func TestDefect(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	program := Program{
		Helper:  helper.Program{Stdout: io.Discard, Stderr: &stderr},
		HomeDir: func() (string, error) { panic("s3cr3t") },
	}
	status := program.Run(t.Context(), []string{"configure", "--dry-run", "a.example"})
	if got := stderr.String(); status != exitError || strings.Count(got, "\n") != 1 || strings.Contains(got, "s3cr3t") ||
		!strings.Contains(got, "this is a defect of docker-credential-secrets (in ") {
		t.Errorf("status %d, %q", status, got)
	}
}

// TestUsageErrors has arguments that are not understood: one line on standard
// error says why, with nothing in it that moves a terminal's cursor.
func TestUsageErrors(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"doctr":                   `: unknown command "doctr" (did you mean doctor?): see docker-credential-secrets help`,
		"GET":                     `: unknown command "GET" (did you mean get?): see docker-credential-secrets help`,
		"co":                      `: unknown command "co" (did you mean configure or completion?): see docker-credential-secrets help`,
		"wrong":                   `: unknown command "wrong": see docker-credential-secrets help`,
		"wrong doctor":            `: unknown command "wrong": see docker-credential-secrets help`,
		"wr\x1b[2Jong":            `: unknown command "wr\x1b[2Jong": see docker-credential-secrets help`,
		"login":                   `: unknown command "login" (did you mean configure, after which clients log in by themselves?): see docker-credential-secrets help`,
		"Logout a.example":        `: unknown command "Logout" (did you mean configure --remove?): see docker-credential-secrets help`,
		"setup":                   `: unknown command "setup" (did you mean configure?): see docker-credential-secrets help`,
		"status":                  `: unknown command "status" (did you mean doctor?): see docker-credential-secrets help`,
		"-- get":                  `: no command may be behind --, as "get": see docker-credential-secrets help`,
		"-- doctor a.example":     `: no command may be behind --, as "doctor": see docker-credential-secrets help`,
		"-- wrong":                `: unknown command "wrong": see docker-credential-secrets help`,
		"list x":                  ` list: it takes no arguments: see docker-credential-secrets help list`,
		"kubelet x":               ` kubelet: it takes no arguments, only standard input: see docker-credential-secrets help kubelet`,
		"--wrong":                 `: unknown flag: --wrong: see docker-credential-secrets help`,
		"get x":                   ` get: it takes no arguments, only standard input: see docker-credential-secrets help get`,
		"get --":                  ` get: it takes no arguments, only standard input: see docker-credential-secrets help get`,
		"version again":           ` version: unexpected argument "again": see docker-credential-secrets help version`,
		"help wrong":              ` help: there is no help on "wrong", only on the commands: see docker-credential-secrets help`,
		"help get x":              ` help: there is no help on "get x", only on the commands: see docker-credential-secrets help`,
		"doctor --\x1b[2J":        ` doctor: unknown flag: --\u001b[2J: see docker-credential-secrets help doctor`,
		"configure --config":      ` configure: flag needs an argument: --config: see docker-credential-secrets help configure`,
		"configure --default a.b": ` configure: --default is for every registry, so name none with it: see docker-credential-secrets help configure`,
		"completion":              ` completion: name one shell of bash, zsh, fish, powershell: see docker-credential-secrets help completion`,
		"completion tcsh":         ` completion: "tcsh" is none of bash, zsh, fish, powershell: see docker-credential-secrets help completion`,
	} {
		got := run(t, strings.Fields(args)...)
		if diff := cmp.Diff(result{2, "", helper.Name + want + "\n"}, got, cmp.AllowUnexported(result{})); diff != "" {
			t.Errorf("%q: -want +got\n%s", args, diff)
		}
	}
	if got := run(t, ""); got.status != 2 || got.stderr != helper.Name+": unknown command \"\": see docker-credential-secrets help\n" {
		t.Errorf("an empty argument: %+v", got)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"version", "--version", "-v"} {
		if got, want := run(t, args), (result{0, "docker-credential-secrets v1.2.3\n", ""}); got != want {
			t.Errorf("%s: %+v, want %+v", args, got, want)
		}
	}
}

// TestHelp looks for help on each command, by whatever way one asks for it.
func TestHelp(t *testing.T) {
	t.Parallel()
	general := run(t, "help")
	if got := run(t); got.status != 1 || !strings.HasPrefix(got.stdout, "Usage:\n") || !strings.HasSuffix(general.stdout, "\n"+got.stdout) {
		t.Errorf("no arguments: %+v", got)
	}
	for _, flag := range []string{"--help", "-h"} {
		if got := run(t, flag); got != general {
			t.Errorf("%s: %+v", flag, got)
		}
	}
	for _, command := range (Program{}).Commands().Commands() {
		name := command.Name()
		if !strings.Contains(general.stdout, "\n  "+name+" ") {
			t.Errorf("the help does not list %s", name)
		}
		got := run(t, "help", name)
		if got.status != 0 || got.stderr != "" || !strings.Contains(got.stdout, "\nUsage:\n  "+command.UseLine()) {
			t.Errorf("help %s: %+v", name, got)
		}
		if flag := run(t, name, "--help"); flag != got {
			t.Errorf("%s --help: %+v", name, flag)
		}
	}
}

// TestComplete asks what the shells' scripts ask.
func TestComplete(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words []string
		want  string
	}{
		{[]string{"con"}, "configure\n:4\n"},
		{[]string{"help", "g"}, "get\n:4\n"},
		{[]string{"completion", ""}, "bash\nzsh\nfish\npowershell\n:4\n"},
		{[]string{"doctor", ""}, "a.example:5000/team\nb.example\n:4\n"},
		{[]string{"configure", "--dry-run", "a.example:5"}, "a.example:5000/team\n:4\n"},
		{[]string{"configure", "--d"}, "--default\n--dry-run\n:4\n"},
		{[]string{"configure", "--config", ""}, ":0\n"},
	} {
		got := run(t, append([]string{"__completeNoDesc"}, test.words...)...)
		if got.status != 0 || got.stdout != test.want {
			t.Errorf("%q: status %d, %q, want %q", test.words, got.status, got.stdout, test.want)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestUnwrittenResult has a disk that is full: a result that nobody gets is an
// error, with the system's own word.
func TestUnwrittenResult(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"version", "help", "help doctor", "completion zsh", "completion powershell"} {
		var stderr bytes.Buffer
		program := Program{Helper: helper.Program{Stdout: fullDisk{}, Stderr: &stderr}}
		status := program.Run(t.Context(), strings.Fields(args))
		const want = ": the result can't be written to standard output: no space left on device\n"
		if status != 1 || !strings.HasSuffix(stderr.String(), want) {
			t.Errorf("%s: status %d, standard error %q", args, status, stderr.String())
		}
	}
}
