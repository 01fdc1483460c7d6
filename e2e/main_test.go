// Package e2e runs the real program as its users do: by testscript files, one
// behaviour each; under docker-credential-helpers' own client; under real
// clients that pull from real registries; as many processes at once.
//
// What it needs beside Go (engines, clients) it skips, by name, where it is
// missing, and fails for under CI=true. All traffic stays on loopback. All
// output and files are searched for the secrets that were planted.
package e2e

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
)

const (
	// helperVariable names the real program to the test's program when it stands in for it.
	helperVariable = "E2E_HELPER"
	// buildVariable names the directory that the program under test is built in.
	buildVariable = "E2E_BUILD"
)

func TestMain(m *testing.M) {
	testscript.Main(withDirectory{m}, map[string]func(){
		"docker-credential-secrets": recordRun,
	})
}

// withDirectory runs the tests with a directory to build in.
type withDirectory struct{ *testing.M }

func (w withDirectory) Run() int {
	dir, err := os.MkdirTemp("", "docker-credential-secrets-e2e-")
	if err == nil {
		defer func() { _ = os.RemoveAll(dir) }()
		err = os.Setenv(buildVariable, dir) //nolint:forbidigo // before any test runs
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return w.M.Run()
}

// buildOnce builds the program, for the first test that needs it. Built before
// the tests run, it would be of sources that Go's test cache takes no note of.
//
//nolint:gochecknoglobals // a process's tests share nothing else
var buildOnce = sync.OnceValues(func() (path string, err error) {
	return buildhelper.Build(context.Background(), os.Getenv(buildVariable))
})

// builtHelper returns the path of the program under test.
func builtHelper(t testing.TB) string {
	t.Helper()
	path, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
