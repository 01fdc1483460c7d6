package exchange_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rerunMark goes before the variables of a process that reruns a test.
const rerunMark = "rerun"

// isRerun reports whether this process has the variables from its start, as
// what is read but once must be. If it hasn't, the test runs again in one that
// has, and is over here.
func isRerun(t *testing.T, variables ...string) bool {
	t.Helper()
	if slices.Contains(os.Args, rerunMark) {
		return true
	}
	if output, err := rerun(t, t.Name(), variables...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
	return false
}

// rerun is a process that runs one test with the variables, and with none that says
// how this machine reaches AWS.
func rerun(t *testing.T, test string, variables ...string) *exec.Cmd {
	t.Helper()
	arguments := append([]string{"-test.run=^" + test + "$", rerunMark}, variables...)
	command := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	inherited := slices.DeleteFunc(command.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "AWS_") })
	// The race detector would have each process sleep for a second at its end.
	command.Env = slices.Concat(inherited, []string{"GORACE=atexit_sleep_ms=0"}, variables)
	return command
}
