// Package frontdesk answers what needs no AWS before the rest of the program
// is initialised, and exits.
//
// A helper is executed for every registry of every pull, and what the AWS SDK
// costs a run is the initialisation of its packages, twice as much as all
// else. Go initialises packages in the order of their import paths, each as
// soon as its imports are (https://go.dev/ref/spec#Program_initialization).
// This package comes before the SDK's since it imports only what is ready
// early; what it can't answer goes on to main, with what was read of standard
// input.
//
// It holds no rule of its own: the answer is package helper's. Where it
// comes late or not at all (another compiler, another module path) every
// answer is the same, only later. Tests in e2e prove both: TestFrontDesk looks
// at the order of initialisation, TestScripts runs with and without.
package frontdesk

import (
	"bytes"
	"io"
	"os"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// taken is what was read of standard input for what main has to answer,
// started is when the process began.
var (
	taken   bytes.Buffer
	started = time.Now()
)

func init() {
	var notes bytes.Buffer
	program := helper.Program{
		Environ:      os.Environ(),
		Stdin:        io.TeeReader(os.Stdin, &taken),
		Stdout:       os.Stdout,
		Stderr:       &notes,
		Now:          time.Now,
		ReadFile:     secrets.ReadFile,
		UserCacheDir: os.UserCacheDir,
		Started:      started,
		Exit: func(status int) {
			_, _ = notes.WriteTo(os.Stderr)
			os.Exit(status)
		},
	}
	if status, answered := program.RunLocally(os.Args[1:]); answered {
		program.Exit(status)
	}
}

// Stdin returns standard input as if nothing had been read of it.
func Stdin() io.Reader { return io.MultiReader(&taken, os.Stdin) }

// Started returns when the process began.
func Started() time.Time { return started }
