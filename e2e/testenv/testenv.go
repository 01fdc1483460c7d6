// Package testenv is what the tests below e2e share: the program under test, the search for planted secrets, and what
// becomes of a test for which this machine lacks a component.
//
// This package serves this module alone, and changes with it.
package testenv

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
)

// process is what the tests of one process share.
//
//nolint:gochecknoglobals // they share nothing else
var process struct {
	mu       sync.Mutex
	buildDir string
	missing  []string

	building sync.Once
	helper   string
	err      error
}

// Tests are those of a package that uses Helper: its TestMain ends with os.Exit(Tests{m}.Run()).
type Tests struct{ *testing.M }

// Run runs the tests, in a process that has a directory to build in, and says at the end what they lacked.
func (t Tests) Run() (status int) {
	dir, err := os.MkdirTemp("", "docker-credential-secrets-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	process.buildDir = dir
	status = t.M.Run()
	if len(process.missing) > 0 {
		slices.Sort(process.missing)
		fmt.Printf("not tested, for want of: %s\n", strings.Join(slices.Compact(process.missing), ", "))
	}
	return status
}

// Helper returns the path of the program under test. It is built for the first test that needs it: built before the
// tests run, it would be of sources that Go's test cache takes no note of.
func Helper(t testing.TB) (path string) {
	t.Helper()
	process.building.Do(func() {
		process.helper, process.err = buildhelper.Build(context.Background(), process.buildDir)
	})
	Must(t, process.err)
	return process.helper
}

// Must ends the test at an error of the test's own making.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
