// Docker-credential-secrets is a Docker credential helper that answers from
// secrets in the environment.
package main

import (
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/frontdesk"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// version is set at link time (-X main.version=...).
var version string

func main() {
	exchanger := exchange.Exchanger{
		Getenv:   os.Getenv,
		Now:      time.Now,
		ReadFile: os.ReadFile,
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
	os.Exit(program.Run(os.Args[1:]))
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
