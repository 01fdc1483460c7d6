// Package buildhelper builds the credential helper as its users do, from the module that the caller runs in.
package buildhelper

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

const (
	module = "github.com/docker-credential-secrets/docker-credential-secrets"
	binary = "docker-credential-secrets"
)

// Build builds the helper into dir and returns its path. Call it once a process, in TestMain: dir then serves as the
// PATH of every client. The go command must be on the process's own PATH.
func Build(ctx context.Context, dir string) (string, error) {
	return build(ctx, ".", dir)
}

// ReleaseFlags returns the flags of go build that .goreleaser.yaml gives a release, but for its version.
func ReleaseFlags() []string {
	return []string{"-trimpath", "-tags=nethttpomithttp2", "-gcflags=github.com/aws/...=-l", "-ldflags=-s -w"}
}

func build(ctx context.Context, moduleDir, dir string) (string, error) {
	path := filepath.Join(dir, binary)
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	args := append([]string{"build", "-o", path}, ReleaseFlags()...)
	cmd := exec.CommandContext(ctx, "go", append(args, module)...)
	cmd.Dir = moduleDir
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %v\n%s", binary, err, output)
	}
	return path, nil
}
