//go:build linux

package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestDoctorTerminal looks at what a terminal gets: colours, unless NO_COLOR
// is set, and lines that end before the terminal does.
func TestDoctorTerminal(t *testing.T) {
	t.Parallel()
	const columns = 100
	for _, test := range []struct {
		name, variable string
		colour         bool
	}{
		{"colour", "TERM=xterm", true},
		{"NO_COLOR", "NO_COLOR=1", false},
		{"dumb", "TERM=dumb", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			output := onTerminal(t, columns, []string{
				test.variable, "HOME=" + t.TempDir(), "PATH=",
				"A_CONTAINER_REGISTRY_SERVER=registry.example.com", "A_CONTAINER_REGISTRY_LOGIN=puller",
			}, "doctor", "--offline")
			if got := strings.Contains(output, "\x1b[31m"); got != test.colour {
				t.Errorf("colour is %v:\n%q", got, output)
			}
			for line := range strings.Lines(withoutCodes(output)) {
				if length := len([]rune(strings.TrimRight(line, "\r\n"))); length > columns {
					t.Errorf("%d columns: %q", length, line)
				}
			}
			if !strings.Contains(output, "A_CONTAINER_REGISTRY_LOGIN is not read") {
				t.Errorf("no finding in %q", output)
			}
		})
	}
}

// TestDoctorIsInterrupted ends the wait for a registry that never answers. The
// report has what is known by then.
func TestDoctorIsInterrupted(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	testenv.Must(t, err)
	defer func() { _ = silent.Close() }()
	screen, tty := newTerminal(t, 100)
	helper := testenv.Helper(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, helper, "doctor")
	command.Env = []string{
		"TERM=xterm", "HOME=" + t.TempDir(), "PATH=", "DOCKER_CREDENTIAL_SECRETS_TIMEOUT=1h",
		"A_CONTAINER_REGISTRY_SERVER=" + silent.Addr().String(), "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p",
		"B_CONTAINER_REGISTRY_SERVER=b.example", "B_CONTAINER_REGISTRY_USER=u",
	}
	command.Stdout = tty
	testenv.Must(t, command.Start())
	_ = tty.Close()
	var written strings.Builder
	for part := make([]byte, 4096); !strings.Contains(written.String(), "1 of 2 done, waiting for "+silent.Addr().String()); {
		n, err := screen.Read(part)
		testenv.Must(t, err)
		written.Write(part[:n])
	}
	testenv.Must(t, command.Process.Signal(os.Interrupt))
	output := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(screen)
		output <- withoutCodes(string(text))
	}()
	_ = command.Wait()
	report := <-output
	if status := command.ProcessState.ExitCode(); status != 1 {
		t.Errorf("exit status %d", status)
	}
	for _, want := range []string{"✗ you ended the examination before there was an answer", "✗ B_CONTAINER_REGISTRY_PASSWORD is not set",
		"Errors: " + silent.Addr().String() + ", b.example"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
}

// onTerminal runs the program with standard output on a terminal of its own
// and returns what it wrote there.
func onTerminal(t *testing.T, columns uint16, environ []string, args ...string) string {
	t.Helper()
	screen, tty := newTerminal(t, columns)
	helper := testenv.Helper(t) // may have to be built
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, helper, args...)
	command.Env = environ
	command.Stdout = tty
	output := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(screen) // ends with EIO when the other end is closed
		output <- string(text)
	}()
	err := command.Run()
	_ = tty.Close()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	select {
	case text := <-output:
		return text
	case <-ctx.Done():
		t.Fatal("the terminal stays open")
		return ""
	}
}

// newTerminal returns the two ends of a pseudo-terminal.
func newTerminal(t *testing.T, columns uint16) (screen, tty *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no pseudo-terminals: ", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	testenv.Must(t, unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	testenv.Must(t, err)
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	testenv.Must(t, err)
	testenv.Must(t, unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: columns}))
	return screen, tty
}

// withoutCodes drops the terminal's codes from text.
func withoutCodes(text string) string {
	for {
		before, rest, found := strings.Cut(text, "\x1b[")
		if !found {
			return text
		}
		end := strings.IndexAny(rest, "mK")
		if end < 0 {
			return text
		}
		text = before + rest[end+1:]
	}
}
