//go:build linux

package clients

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// commandLimit is the time that one client's command may take on a busy machine.
const commandLimit = 90 * time.Second

// pipeLimit is how long the children of a client that was ended may keep its output open.
const pipeLimit = 5 * time.Second

// succeed runs a command, which must exit 0, and returns what it printed on both streams.
func (h *clientHome) succeed(t *testing.T, argv ...string) (output string) {
	t.Helper()
	return h.succeedWith(t, "", argv...)
}

// succeedWith is succeed for a command that reads input.
func (h *clientHome) succeedWith(t *testing.T, input string, argv ...string) (output string) {
	t.Helper()
	output, err := h.run(t, input, argv)
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(argv, " "), err, output)
	}
	return output
}

// refuse runs a command, which must exit with another status than 0, and returns what it printed on both streams.
func (h *clientHome) refuse(t *testing.T, argv ...string) (output string) {
	t.Helper()
	return h.refuseWith(t, "", argv...)
}

// refuseWith is refuse for a command that reads input.
func (h *clientHome) refuseWith(t *testing.T, input string, argv ...string) (output string) {
	t.Helper()
	output, err := h.run(t, input, argv)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !exit.Exited() {
		t.Fatalf("%s: error %v, want an exit status other than 0\n%s", strings.Join(argv, " "), err, output)
	}
	return output
}

// run runs a command in the home. Standard input is at its end after input, so that nothing can prompt. An output that
// holds a secret ends the test without being shown.
func (h *clientHome) run(t *testing.T, input string, argv []string) (output string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env = h.environ
	cmd.Dir = h.path("work")
	cmd.Stdin = strings.NewReader(input)
	cmd.WaitDelay = pipeLimit
	combined, err := cmd.CombinedOutput()
	if h.stage.planted.In(strings.Join(argv, " ")) {
		t.Fatalf("an argument of %s is a secret", argv[0])
	}
	if h.stage.planted.In(string(combined)) {
		t.Fatalf("the output of %s %s holds a secret", argv[0], argv[1])
	}
	return string(combined), err
}
