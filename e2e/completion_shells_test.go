//go:build linux

package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// shellPrompt is what the shells under test print when they wait for a line.
const shellPrompt = "waiting:"

// bashCompletion is where the package bash-completion is, which cobra's script
// for bash needs.
const bashCompletion = "/usr/share/bash-completion/bash_completion"

// TestCompletionInShells types in real shells, with the tab key in between, and
// looks at the arguments that the program gets then.
func TestCompletionInShells(t *testing.T) {
	t.Parallel()
	for shell, test := range map[string]struct{ file, content string }{
		"bash": {".bashrc", "PS1=" + shellPrompt + "\n. " + bashCompletion + "\n. <(docker-credential-secrets completion bash)\n"},
		"zsh":  {".zshrc", "PS1=" + shellPrompt + "\nautoload -U compinit; compinit -u\n. <(docker-credential-secrets completion zsh)\n"},
		"fish": {
			".config/fish/config.fish",
			"function fish_prompt; echo -n " + shellPrompt + "; end\ndocker-credential-secrets completion fish | source\n",
		},
	} {
		t.Run(shell, func(t *testing.T) {
			t.Parallel()
			testenv.Need(t, shell)
			if _, err := os.Stat(bashCompletion); shell == "bash" && err != nil {
				testenv.Missing(t, "bash-completion")
			}
			home := t.TempDir()
			writeFile(t, filepath.Join(home, test.file), test.content)
			writeFile(t, filepath.Join(home, ".docker", "config.json"), "{}")
			s := startShell(t, home, shell)
			for _, line := range []struct {
				typed string
				want  []string
			}{
				{"conf\t--dry\tregistry.example.com:50\t", []string{"configure", "--dry-run", "registry.example.com:5000"}},
				{"doc\t--off\treg.example/te\t", []string{"doctor", "--offline", "reg.example/team"}},
				{"configure --config ~/.doc\tconf\t --remove", []string{"configure", "--config", filepath.Join(home, ".docker", "config.json"), "--remove"}},
				{"help era\t", []string{"help", "erase"}},
				// A name that is a shell's program is not offered, so the next tab can't run it.
				{"doctor --offline bad.ex\t\t", []string{"doctor", "--offline", "bad.ex"}},
			} {
				if diff := cmp.Diff(line.want, s.run("docker-credential-secrets "+line.typed)); diff != "" {
					t.Errorf("%q: -want +got\n%s\n%q", line.typed, diff, s.shown())
				}
			}
			if _, err := os.Stat(filepath.Join(home, "ran")); err == nil {
				t.Error("the shell ran a registry's name")
			}
		})
	}
}

// A shell is one that runs on a terminal of its own.
type shell struct {
	t      *testing.T
	screen *os.File
	shows  chan string
	text   string
	runs   string // the file that has the arguments of each run, a line each
}

// startShell runs the shell with the program on PATH, the home directory as its
// working directory and variables of secrets.
func startShell(t *testing.T, home, program string) *shell {
	t.Helper()
	s := &shell{t: t, shows: make(chan string, 100), runs: filepath.Join(home, "runs")}
	bin := filepath.Join(home, "bin", "docker-credential-secrets")
	writeFile(t, bin, `#!/bin/sh
case $1 in
__complete | completion) exec '`+testenv.Helper(t)+`' "$@" ;;
esac
printf '%s\t' "$@" >>'`+s.runs+`'
echo >>'`+s.runs+`'
`)
	testenv.Must(t, os.Chmod(bin, 0o700))
	screen, tty := newTerminal(t, 200)
	s.screen = screen
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	command := exec.CommandContext(ctx, program, "-i")
	command.Dir = home
	command.Env = []string{
		"HOME=" + home, "TERM=xterm", "PATH=" + filepath.Dir(bin) + ":/usr/bin:/bin",
		"A_CONTAINER_REGISTRY_SERVER=registry.example.com:5000", "B_CONTAINER_REGISTRY_SERVER=reg.example/team",
		"S_CONTAINER_REGISTRY_SERVER=bad.example/$(touch${IFS}ran)", "T_CONTAINER_REGISTRY_SERVER=bad.example/;touch ran",
	}
	command.Stdin, command.Stdout, command.Stderr = tty, tty, tty
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	testenv.Must(t, command.Start())
	_ = tty.Close()
	go s.read()
	t.Cleanup(func() {
		cancel()
		_ = command.Wait()
	})
	return s
}

func (s *shell) read() {
	defer close(s.shows)
	buffer := make([]byte, 4096)
	for {
		n, err := s.screen.Read(buffer)
		if err != nil {
			return
		}
		s.shows <- string(buffer[:n])
	}
}

func (s *shell) shown() string { return s.text }

// run types a line when the shell waits for one and returns the arguments that
// the program got.
func (s *shell) run(line string) []string {
	s.t.Helper()
	s.wait()
	s.text = ""
	_, err := s.screen.WriteString(line + "\r")
	testenv.Must(s.t, err)
	for {
		content, err := os.ReadFile(s.runs)
		if run, _, ended := strings.Cut(string(content), "\t\n"); err == nil && ended {
			testenv.Must(s.t, os.Remove(s.runs))
			return strings.Split(run, "\t")
		}
		s.more()
	}
}

// wait returns when the shell has prompted for a line.
func (s *shell) wait() {
	s.t.Helper()
	for !strings.Contains(s.text, shellPrompt) {
		s.more()
	}
}

// more takes what the shell shows next.
func (s *shell) more() {
	s.t.Helper()
	select {
	case text, ok := <-s.shows:
		if !ok {
			s.t.Fatalf("the shell has ended: %q", s.text)
		}
		s.text += text
	case <-time.After(100 * time.Millisecond):
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	testenv.Must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	testenv.Must(t, os.WriteFile(path, []byte(content), 0o600))
}
