// Package helper is the credential helper protocol, as docker-credential-helpers
// defines it, over the secrets of an environment: get, store, erase and list.
//
// Clients take standard output at its word, so a run answers there with one
// JSON object and status 0, or one line of text and status 1. Not found and
// failed are different answers: not found, in the protocol's own words, is
// for a server that no secret names, and lets a client go on anonymously; an
// error is for one that the user configured and got wrong. An error's line
// appears on standard error too, for the clients that show only that. It
// names the server, the variable and the next step, and never a value.
// Standard error is silent otherwise, but for single-line notes.
package helper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
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
	// Exit ends the process (os.Exit). It is for a verb that takes too long.
	Exit func(status int)
	// Exchange asks AWS for a token before ctx ends, unless the cache has got
	// one meanwhile. An error for the user to see is an *ecr.Failure
	// (exchange.Exchanger.Token). RunLocally does without it.
	Exchange func(ctx context.Context, request ecr.Request, cache ecr.Cache) (ecr.Token, error)
}

// Run executes the command that the arguments, without the program's name,
// ask for and returns the exit status.
func (p Program) Run(args []string) int {
	switch {
	case isVerb(args):
		return p.finish(args[0], p.serve(args[0]))
	case len(args) != 1:
		return p.print(1, usageLine)
	}
	switch args[0] {
	case credentials.ActionVersion, "--version", "-v":
		return p.print(0, Name+" "+p.Version)
	case "help", "--help", "-h":
		return p.print(0, helpText)
	}
	return p.print(1, usageLine)
}

// RunLocally is Run for a verb of the protocol as far as it needs no AWS. It
// reports false, and has written no answer, for everything else.
func (p Program) RunLocally(args []string) (status int, answered bool) {
	if !isVerb(args) {
		return 0, false
	}
	p.Exchange = func(context.Context, ecr.Request, ecr.Cache) (ecr.Token, error) {
		return ecr.Token{}, errNeedsAWS
	}
	r := p.serve(args[0])
	if errors.Is(r.err, errNeedsAWS) {
		return 0, false
	}
	return p.finish(args[0], r), true
}

// isVerb knows the verbs of the protocol but version, which takes what only
// main knows.
func isVerb(args []string) bool {
	if len(args) != 1 {
		return false
	}
	switch args[0] {
	case credentials.ActionGet, credentials.ActionStore, credentials.ActionErase, credentials.ActionList:
		return true
	}
	return false
}

// errNeedsAWS stands for what only a call of AWS can tell.
var errNeedsAWS = errors.New("AWS has to be asked")

// A result is what a verb came to, before anything is written.
type result struct {
	answer []byte
	err    error
}

// serve reads the verb's input and runs it. However long that takes, and
// whatever panics in it, it comes to one answer.
func (p Program) serve(action credentials.Action) (r result) {
	input, err := readInput(p.Stdin, action)
	if err != nil {
		return result{err: err}
	}
	keychain := newKeychain(p)
	keychain.watchVerb(action)
	defer keychain.watch.stop()
	defer func() {
		if recover() != nil {
			r = result{err: errors.New("this is a defect of " + Name + " (in " + panicking() + "): please report it, with its version and what was asked")}
		}
	}()
	return keychain.run(action, input)
}

// run runs one verb of the protocol. The answer to a get is rendered here,
// since it is asked for so often: see renderAnswer.
func (k keychain) run(action credentials.Action, input string) result {
	if action == credentials.ActionGet {
		username, secret, err := k.Get(input)
		if err != nil {
			return result{err: err}
		}
		return result{answer: renderAnswer(credentials.Credentials{ServerURL: input, Username: username, Secret: secret})}
	}
	var answer bytes.Buffer
	err := credentials.HandleCommand(k, action, strings.NewReader(input), &answer)
	return result{answer.Bytes(), err}
}

// finish writes what a verb came to and returns the exit status. Standard
// output comes first: a client may have closed the other.
func (p Program) finish(action credentials.Action, r result) int {
	if r.err == nil {
		return p.write(0, r.answer)
	}
	line := oneLine(r.err.Error())
	status := 1
	switch {
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
	if len(output) == 0 {
		return status
	}
	if _, err := p.Stdout.Write(output); err != nil {
		p.note("the answer can't be written to standard output: is it closed, or its disk full?")
		return 1
	}
	return status
}

// oneLine keeps to what every client shows whole: no line breaks or other
// control characters, and no backtick, at which some cut.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case r == '`':
			return '\''
		}
		return r
	}, text)
}

var errNotFound = credentials.NewErrCredentialsNotFound()

// A Problem is an error's line taken apart: the server, what is wrong, what
// to do next. None of them holds a value.
type Problem struct{ Server, Wrong, Next string }

func (p *Problem) Error() string { return p.Server + ": " + p.Wrong + ": " + p.Next }

func problem(server fmt.Stringer, wrong, next string) error {
	return &Problem{server.String(), wrong, next}
}
