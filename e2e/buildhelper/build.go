// Package buildhelper builds the credential helper as its users do, from the module that the caller runs in.
//
// This package serves this module alone, and changes with it.
package buildhelper

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
)

const (
	module = "github.com/docker-credential-secrets/docker-credential-secrets"
	binary = "docker-credential-secrets"
)

// Build builds the helper into dir, with flags of go build beside those of a release, and returns its path: dir can serve
// as the PATH of a client. The go command must be on the process's own PATH. A test calls it after TestMain has started
// the tests: see ReadSources, which Build does first.
func Build(ctx context.Context, dir string, flags ...string) (string, error) {
	return build(ctx, runtime.GOOS, ".", dir, flags...)
}

// BuildForWindows is Build for Windows, of whatever system this is.
func BuildForWindows(ctx context.Context, dir string) (string, error) {
	return build(ctx, "windows", ".", dir)
}

// ReleaseFlags returns the flags of go build that .goreleaser.yaml gives a release, but for its version and, on amd64, how
// functions are aligned.
func ReleaseFlags() []string {
	return []string{"-trimpath", "-tags=nethttpomithttp2", "-gcflags=github.com/aws/...=-l", "-ldflags=-s -w"}
}

func build(ctx context.Context, system, moduleDir, dir string, flags ...string) (string, error) {
	if err := ReadSources(moduleDir); err != nil {
		return "", fmt.Errorf("reading the sources of %s: %v", binary, err)
	}
	path := filepath.Join(dir, binary)
	if system == "windows" {
		path += ".exe"
	}
	args := slices.Concat([]string{"build", "-o", path}, ReleaseFlags(), flags, []string{module})
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = moduleDir
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0", "GOOS="+system)
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %v\n%s", binary, err, output)
	}
	return path, nil
}
