//go:build linux

package windows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// testInterrupt presses Ctrl-C on the console while doctor waits for a registry that never answers: the report has what is
// known by then.
func testInterrupt(t *testing.T, s *stage) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	testenv.Must(t, err)
	defer func() { _ = silent.Close() }()
	keyboard, console := newConsole(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	vars := environ.Secret("A", silent.Addr().String(), "u", "p").With(environ.Vars{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT": "1h"})
	doctor := s.command(ctx, vars, "docker-credential-secrets", "doctor")
	var stdout bytes.Buffer
	doctor.Stdin, doctor.Stdout = console, &stdout
	doctor.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	testenv.Must(t, doctor.Start())
	connection, err := silent.Accept()
	testenv.Must(t, err)
	defer func() { _ = connection.Close() }()
	_, err = keyboard.WriteString("\x03")
	testenv.Must(t, err)
	var exit *exec.ExitError
	if err := doctor.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("ended with %v", err)
	}
	if !strings.Contains(stdout.String(), "✗ you ended the examination before there was an answer") {
		t.Errorf("the report is %s", stdout.String())
	}
}

// newConsole makes a terminal, of which Wine makes a console.
func newConsole(t *testing.T) (keyboard, console *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = keyboard.Close() })
	testenv.Must(t, unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	testenv.Must(t, err)
	console, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = console.Close() })
	return keyboard, console
}
