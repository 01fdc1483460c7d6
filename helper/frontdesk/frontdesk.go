// Package frontdesk answers what needs no AWS before the rest of the program
// is initialised, and exits.
//
// A helper is executed for every registry of every pull, and what the AWS SDK
// costs a run is the initialisation of its packages, twice as much as all
// else. Go initialises packages in the order of their import paths, each as
// soon as its imports are (https://go.dev/ref/spec#Program_initialization).
// This package comes before the SDK's since it imports only what is ready
// early; what has to ask AWS it keeps for main to finish.
//
// It holds no rule of its own: the answer is package helper's. Where it comes
// late (another compiler, another module path) every answer is the same, only
// later. Tests in e2e prove both: TestFrontDesk looks at the order of
// initialisation, TestScripts runs early and late.
//
// This package serves this module alone, and changes with it.
package frontdesk

import (
	"os"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	_ "github.com/docker-credential-secrets/docker-credential-secrets/helper/frontdesk/stack"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// pending is the verb that AWS has to be asked for.
var pending *helper.Run

func init() {
	program := helper.Program{
		Environ:      os.Environ(),
		Stdin:        os.Stdin,
		Stdout:       os.Stdout,
		Stderr:       os.Stderr,
		Now:          time.Now,
		ReadFile:     secrets.ReadFile,
		UserCacheDir: os.UserCacheDir,
		Started:      time.Now(),
		ProcessID:    os.Getpid(),
		Append:       helper.AppendToLog,
		Exit:         os.Exit,
	}
	run, ok := program.Start(os.Args[1:])
	switch {
	case !ok:
	case run.Question() != nil:
		pending = run
	default:
		os.Exit(run.Finish(ecr.Token{}, nil))
	}
}

// Pending returns the verb that main is to ask AWS for and to finish. It is
// nil where the arguments are no verb of the protocol.
func Pending() *helper.Run { return pending }
