package exchange_test

import (
	"os"
	"os/exec"
	"testing"
)

// rerunMark is the last argument of a process that reruns a test.
const rerunMark = "rerun"

// isRerun reports whether this process has the variables from its start, as
// what is read but once must be. If it hasn't, the test runs again in one that
// has, and is over here.
func isRerun(t *testing.T, variables ...string) bool {
	t.Helper()
	if os.Args[len(os.Args)-1] == rerunMark {
		return true
	}
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", rerunMark)
	command.Env = append(command.Environ(), variables...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
	return false
}
