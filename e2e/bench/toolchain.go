package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// A toolchain is the go command in a directory.
type toolchain struct {
	dir     string
	environ []string // beside the process's own
}

// run runs the go command and returns its output without the space around it.
func (t toolchain) run(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = t.dir
	// A user's settings would change what is built, and with it the figures.
	cmd.Env = append(cmd.Environ(), "GOFLAGS=", "GOWORK=off", "GOOS=", "GOARCH=", "CGO_ENABLED=")
	cmd.Env = append(cmd.Env, t.environ...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("running go %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return strings.TrimSpace(string(output)), nil
}
