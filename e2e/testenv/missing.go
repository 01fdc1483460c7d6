package testenv

import (
	"os"
	"os/exec"
	"testing"
)

// Need skips the test if a program isn't installed. With CI=true in the environment the test fails.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if !Has(program) {
			Missing(t, program)
		}
	}
}

// Has reports whether all programs are installed.
func Has(programs ...string) bool {
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			return false
		}
	}
	return true
}

// Missing skips the test for want of a component. With CI=true in the environment the test fails.
func Missing(t testing.TB, component string) {
	t.Helper()
	note(component)
	if onCI() {
		t.Fatalf("missing: %s", component)
	}
	t.Skipf("missing: %s", component)
}

// Without lets the test go on without what it would do with a component. With CI=true in the environment the test fails.
func Without(t testing.TB, component string) {
	t.Helper()
	note(component)
	if onCI() {
		t.Errorf("missing: %s", component)
		return
	}
	t.Logf("missing: %s", component)
}

func onCI() bool { return os.Getenv("CI") == "true" }

func note(component string) {
	process.mu.Lock()
	defer process.mu.Unlock()
	process.missing = append(process.missing, component)
}
