package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A fate is what became of a mutant.
type fate int

const (
	survived fate = iota
	killed
	notCompiled
)

// A look is tests that may find a mutant out: those of packages, all of them or those that an expression names.
type look struct {
	packages []string
	run      string
}

// A runner tests mutants. Nothing in the module is written: the go command reads a mutated file from elsewhere.
type runner struct {
	dir     string // for the mutated files
	timeout time.Duration
}

// judge takes one look after the other until one kills the mutant.
func (r runner) judge(ctx context.Context, m mutant, looks []look) (fate, error) {
	dir, err := os.MkdirTemp(r.dir, "mutant-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {m.path: filepath.Join(dir, "mutated.go")}})
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(dir, "mutated.go"), m.source, 0o600); err != nil {
		return 0, err
	}
	overlayPath := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlayPath, overlay, 0o600); err != nil {
		return 0, err
	}
	for _, look := range looks {
		output, err := r.test(ctx, look, "-overlay="+overlayPath)
		switch {
		case ctx.Err() != nil:
			return 0, ctx.Err()
		case strings.Contains(output, "[build failed]") || strings.Contains(output, "[setup failed]"):
			return notCompiled, nil
		case err != nil:
			return killed, nil
		}
	}
	return survived, nil
}

// test runs tests with one more flag for every go command, also for those that tests start. Tests that take too long fail.
func (r runner) test(ctx context.Context, look look, flag string) (output string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*r.timeout)
	defer cancel()
	args := []string{"test", "-count=1", "-failfast", "-vet=off", "-p=1", "-ldflags=-s -w",
		"-timeout=" + r.timeout.String(), "-run=" + look.run}
	cmd := exec.CommandContext(ctx, "go", append(args, look.packages...)...)
	cmd.Env = append(cmd.Environ(), "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" "+flag))
	cmd.WaitDelay = time.Second
	said, err := cmd.CombinedOutput()
	return string(said), err
}

// A listed package is one as `go list -json` describes it.
type listed struct {
	Dir, ImportPath                             string
	GoFiles, Imports, TestImports, XTestImports []string
}

func list(patterns ...string) ([]listed, error) {
	list := []string{"list", "-json=Dir,ImportPath,GoFiles,Imports,TestImports,XTestImports"}
	output, err := exec.Command("go", append(list, patterns...)...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%s", exit.Stderr)
		}
		return nil, fmt.Errorf("listing packages: %v", err)
	}
	var packages []listed
	for decoder := json.NewDecoder(strings.NewReader(string(output))); decoder.More(); {
		var p listed
		if err := decoder.Decode(&p); err != nil {
			return nil, fmt.Errorf("listing packages: %v", err)
		}
		packages = append(packages, p)
	}
	return packages, nil
}
