// Package helper is the credential helper protocol, as docker-credential-helpers
// defines it, over the secrets of an environment: get, store, erase and list.
//
// Clients take standard output at its word, so a run answers there with one
// JSON object and status 0, or one line of text and status 1. Not found and
// failed are different answers: not found, in the protocol's own words, is
// for a server that no secret names, and lets a client go on anonymously; an
// error is for one that the user configured and that can't be used. An error's line
// appears on standard error too, for the clients that show only that. It
// names the server, the variable and the next step, and never a value.
// Standard error is silent otherwise, but for single-line notes. A whole answer
// takes no longer than its timeout (timeout.go), which the user can set.
//
// This package serves this module alone, and changes with it.
package helper

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// Name is the program's, which Docker's config.json refers to as "secrets".
const Name = "docker-credential-secrets"

// A Program is one run of the helper and all that it touches.
type Program struct {
	// Version is what the version command prints.
	Version string
	// Environ is the environment as NAME=value entries (os.Environ).
	Environ []string
	// Secrets are those of Environ, for a run that asks for many; nil has each
	// question read them again.
	Secrets *secrets.Set
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	// Now is the machine's clock.
	Now func() time.Time
	// ReadFile returns the content of a file that a _FILE variable names
	// (secrets.ReadFile).
	ReadFile func(path string) ([]byte, error)
	// UserCacheDir returns the directory below which the token cache is kept
	// by default (os.UserCacheDir).
	UserCacheDir func() (string, error)
	// Started is when the process started, from which its timeout counts. The
	// zero value is the moment when a verb begins.
	Started time.Time
	// ProcessID tells this run from others in a debug log (os.Getpid).
	ProcessID int
	// Append appends to a debug log (AppendToLog).
	Append func(path, text string) error
	// Exit ends the process (os.Exit). It is for a verb that takes too long.
	Exit func(status int)
}

// finish writes what a verb came to and returns the exit status. Standard
// output comes first: a client may have closed the other.
func (p Program) finish(action credentials.Action, r result) int {
	switch {
	case r.err == nil && len(r.answer) == 0: // as a store's and an erase's
		return 0
	case r.err == nil:
		return p.write(0, r.answer)
	}
	line := oneLine(r.err.Error())
	status := 1
	switch {
	case action == kubelet.Verb:
		return p.finishKubelet(r)
	case action == credentials.ActionErase:
		// Clients crash or stop when an erase fails (podman 4, crane, oras).
		status = 0
	case action == credentials.ActionList:
		// A list that fails costs some clients every credential that they have.
		status = p.print(0, "{}")
	case isExcused(r.err):
		status = p.print(status, errNotFound.Error())
	case errors.Is(r.err, errNotFound):
		return p.print(status, line)
	default:
		status = p.print(status, line)
	}
	if action != credentials.ActionStore && credentials.IsCredentialsMissingServerURL(r.err) {
		line += ": standard input has to name a registry, as mycompany.azurecr.io"
	}
	p.note(line)
	return status
}

// note writes a line to standard error.
func (p Program) note(text string) {
	_, _ = io.WriteString(p.Stderr, Name+": "+oneLine(text)+"\n")
}

func (p Program) print(status int, text string) int {
	return p.write(status, []byte(text+"\n"))
}

func (p Program) write(status int, output []byte) int {
	if _, err := p.Stdout.Write(output); err != nil {
		p.note("the answer can't be written to standard output: " + err.Error())
		return 1
	}
	return status
}

// oneLine keeps to what every client shows whole and nobody is harmed by: one
// line without a backtick, at which some cut.
func oneLine(text string) string { return strings.ReplaceAll(escape.Text(text), "`", "'") }

var errNotFound = credentials.NewErrCredentialsNotFound()

// A Problem is an error's line taken apart: the server, what the cause is, what
// to do next. None of them holds a value.
type Problem struct{ Server, Cause, Next string }

func (p *Problem) Error() string { return p.Server + ": " + p.Cause + ": " + p.Next }

func problem(server fmt.Stringer, cause, next string) error {
	return &Problem{server.String(), cause, next}
}
