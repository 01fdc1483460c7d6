package exchange_test

import (
	"os"
	"os/exec"
	"slices"
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

// rerun is a process that runs one test with the variables.
func rerun(t *testing.T, test string, variables ...string) *exec.Cmd {
	t.Helper()
	arguments := append([]string{"-test.run=^" + test + "$", rerunMark}, variables...)
	command := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	command.Env = append(command.Environ(), variables...)
	return command
}
