package main

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"io"
	"os"
)

// A program is an executable to measure.
type program struct {
	name string // with its version, or the way that it was built
	path string
	size int64 // bytes
	ours bool
}

// programs are all that take part.
type programs struct {
	empty, serve, launch program // of testdata
	released, installed  program // ours: as in a release, and as a plain go install gives it
	ecrLogin, gcr        program
	acrEnv, pass         program
}

// buildAll builds or fetches every program.
func buildAll(ctx context.Context, b builder) (programs, error) {
	var p programs
	for _, part := range []struct {
		to    *program
		build func(context.Context) (program, error)
	}{
		{&p.empty, b.reference("empty", "empty Go program")},
		{&p.serve, b.reference("serve", "docker's credentials.Serve, a constant")},
		{&p.launch, b.reference("launch", "launcher")},
		{&p.released, b.released},
		{&p.installed, b.installed},
		{&p.ecrLogin, b.peer("docker-credential-ecr-login",
			"github.com/awslabs/amazon-ecr-credential-helper/ecr-login/cli/docker-credential-ecr-login", "v0.12.0")},
		{&p.gcr, b.peer("docker-credential-gcr", "github.com/GoogleCloudPlatform/docker-credential-gcr/v2", "v2.2.1")},
		{&p.acrEnv, b.peer("docker-credential-acr-env",
			"github.com/chrismellard/docker-credential-acr-env", "v0.0.0-20230304212654-82a0ddb27589")},
		{&p.pass, b.peer("docker-credential-pass", "github.com/docker/docker-credential-helpers/pass/cmd", "v0.9.12")},
	} {
		var err error
		if *part.to, err = part.build(ctx); err != nil {
			return programs{}, err
		}
	}
	return p, nil
}

// place copies an executable to where it is measured. A file that the linker wrote starts slower than a copy of it.
func place(name, from, dir string) (program, error) {
	to, err := os.CreateTemp(dir, "program-")
	if err != nil {
		return program{}, fmt.Errorf("copying the program %s: %v", name, err)
	}
	size, err := copyExecutable(to, from)
	// A program that is still open for writing can't be started.
	if closeErr := to.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return program{}, fmt.Errorf("copying the program %s: %v", name, err)
	}
	return program{name: name, path: to.Name(), size: size}, nil
}

// copyExecutable copies as cp does. The way matters: after one large write the kernel maps a file in larger parts, and
// every program has a resident set as large as its file.
func copyExecutable(to *os.File, from string) (size int64, err error) {
	source, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer source.Close()
	if size, err = io.Copy(to, source); err != nil {
		return 0, err
	}
	return size, to.Chmod(0o700)
}

// usesCgo tells how an executable was built: cgo is off by default where there is no C compiler.
func usesCgo(path string) (bool, error) {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return false, fmt.Errorf("reading how a program was built: %v", err)
	}
	for _, setting := range info.Settings {
		if setting.Key == "CGO_ENABLED" {
			return setting.Value == "1", nil
		}
	}
	return false, nil
}
