// Docker-credential-secrets is a Docker credential helper that answers from
// secrets in the environment.
package main

import (
	"context"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/command"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/frontdesk"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// version is set at link time (-X main.version=...).
var version string

func main() {
	exchanger := exchange.Exchanger{
		Getenv:   os.Getenv,
		Now:      time.Now,
		ReadFile: secrets.ReadFile,
		Proxy:    http.ProxyFromEnvironment,
	}
	program := helper.Program{
		Version:      versionOrBuildInfo(),
		Environ:      os.Environ(),
		Stdin:        frontdesk.Stdin(),
		Stdout:       os.Stdout,
		Stderr:       os.Stderr,
		Now:          time.Now,
		ReadFile:     secrets.ReadFile,
		UserCacheDir: os.UserCacheDir,
		Exchange:     exchanger.Token,
	}
	args := os.Args[1:]
	if command.Knows(args) {
		os.Exit(people(program).Run(context.Background(), args))
	}
	os.Exit(program.Run(args))
}

// people returns what runs the commands that people type.
func people(program helper.Program) command.Program {
	return command.Program{
		Helper:        program,
		HomeDir:       os.UserHomeDir,
		Executable:    os.Executable,
		Proxy:         http.ProxyFromEnvironment,
		Explain:       exchange.Explain,
		TerminalWidth: command.TerminalWidth(os.Stdout),
	}
}

// versionOrBuildInfo knows the version of a release, and of what go install
// built.
func versionOrBuildInfo() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
