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
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
)

// helperVariable names the real program to the test's program when it stands
// in for it, and to all tests.
const helperVariable = "E2E_HELPER"

func TestMain(m *testing.M) {
	testscript.Main(buildFirst{m}, map[string]func(){
		"docker-credential-secrets": recordRun,
	})
}

// buildFirst builds the program once, before any test.
type buildFirst struct{ *testing.M }

func (b buildFirst) Run() int {
	dir, err := os.MkdirTemp("", "docker-credential-secrets-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path, err := buildhelper.Build(context.Background(), dir)
	if err == nil {
		err = os.Setenv(helperVariable, path) //nolint:forbidigo // before any test runs
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return b.M.Run()
}

// builtHelper returns the path of the program under test.
func builtHelper(t testing.TB) string {
	t.Helper()
	path := os.Getenv(helperVariable)
	if !filepath.IsAbs(path) {
		t.Fatalf("TestMain has not set %s", helperVariable)
	}
	return path
}
