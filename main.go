//go:debug updatemaxprocs=0

// Docker-credential-secrets is a Docker credential helper whose passwords are in
// environment variables: three name a registry, its user and the password. For
// Amazon ECR they may be an AWS access key, which is exchanged for a token when
// one is needed.
//
// To install it:
//
//	go install github.com/docker-credential-secrets/docker-credential-secrets@latest
//
// Packages secrets, secrets/hidden and ecr are for other programs too: they find a
// registry's secret in an environment, and know ECR's host names and tokens. All
// others serve this module alone.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
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
	// Libraries write there what a server sent, and what they sent it.
	log.SetOutput(io.Discard)
	exchanger := exchange.Exchanger{
		Getenv:   os.Getenv,
		Now:      time.Now,
		ReadFile: secrets.ReadFile,
		Proxy:    exchange.ProxyFromEnvironment(os.Getenv),
	}
	if run := frontdesk.Pending(); run != nil {
		shieldFromChildren()
		os.Exit(askAndFinish(exchanger, run))
	}
	program := helper.Program{
		Version:      versionOrBuildInfo(),
		Environ:      os.Environ(),
		Stdout:       os.Stdout,
		Stderr:       os.Stderr,
		Now:          time.Now,
		ReadFile:     secrets.ReadFile,
		UserCacheDir: os.UserCacheDir,
	}
	shieldFromChildren()
	os.Exit(interactive(program, exchanger).Run(context.Background(), os.Args[1:]))
}

// askAndFinish does the other half of a get.
func askAndFinish(exchanger exchange.Exchanger, run *helper.Run) (status int) {
	question := run.Question()
	ctx, cancel := context.WithTimeout(context.Background(), question.Patience)
	defer cancel()
	outcome := exchanger.Ask(ctx, question.Entry)
	status = run.Finish(outcome.Token, outcome.Err)
	outcome.Keep()
	return status
}

// shieldFromChildren keeps what the SDK starts (an AWS profile's
// credential_process) from this process's secrets, and from its standard
// streams: a client waits until nobody holds those.
func shieldFromChildren() {
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if secrets.MayHoldSecret(name) {
			_ = os.Unsetenv(name)
		}
	}
	if null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0); err == nil {
		os.Stdin, os.Stderr = null, null
	}
}

// interactive returns what runs the commands that people type.
func interactive(program helper.Program, exchanger exchange.Exchanger) command.Program {
	return command.Program{
		Helper:     program,
		HomeDir:    os.UserHomeDir,
		Executable: os.Executable,
		Proxy:      exchanger.Proxy,
		Exchange:   exchanger.Token,
		UntilInterrupt: func(ctx context.Context) (context.Context, context.CancelFunc) {
			return signal.NotifyContext(ctx, os.Interrupt)
		},
		TerminalWidth: command.TerminalWidth(os.Stdout),
	}
}

// versionOrBuildInfo returns the version of a release, and of what go install
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
