// Package command is what people type: configure, doctor, completion, help,
// and what help and completion say of the verbs that clients use. Each command
// is one cobra.Command, which holds its name, texts, arguments and flags; what
// is an error others decide.
//
// Results go to standard output, errors to standard error. The exit status is
// 0 if all is well, 1 for an error, 2 for arguments that are not understood.
//
// This package serves this module alone, and changes with it.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
)

// The exit statuses.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

// A Program is one run and all that it touches.
type Program struct {
	// Helper is the program as clients run it.
	Helper helper.Program
	// HomeDir returns the user's home directory (os.UserHomeDir).
	HomeDir func() (string, error)
	// Executable returns the path of this program (os.Executable).
	Executable func() (string, error)
	// Proxy chooses the proxy of a request (exchange.ProxyFromEnvironment).
	Proxy func(*http.Request) (*url.URL, error)
	// Exchange asks AWS for a token (exchange.Exchanger.Token).
	Exchange func(ctx context.Context, entry *ecr.Entry) (ecr.Token, error)
	// UntilInterrupt returns a context that ends when the user interrupts the
	// program, which until stop is called does not end it (signal.NotifyContext).
	UntilInterrupt func(ctx context.Context) (until context.Context, stop context.CancelFunc)
	// TerminalWidth is that of the terminal at standard output in columns, 0
	// if that is none (TerminalWidth).
	TerminalWidth int
}

// A usageError is why the arguments are not understood.
type usageError struct{ error }

// errShown ends a run whose result on standard output says what is wrong.
var errShown = errors.New("standard output has the errors")

// Run executes the command that the arguments, without the program's name, are
// for and returns the exit status. What panics in it is an error.
func (p Program) Run(ctx context.Context, args []string) (status int) {
	defer func() {
		if recover() != nil {
			p.printError(helper.Name, helper.Defect())
			status = exitError
		}
	}()
	results := &output{to: p.Helper.Stdout}
	p.Helper.Stdout = results
	root := p.Commands()
	root.SetArgs(args)
	command, err := root.ExecuteContextC(ctx)
	if results.err != nil {
		err = fmt.Errorf("the result can't be written to standard output: %v", results.err)
	}
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errShown):
		return exitError
	case errors.As(err, &usage):
		help := helper.Name + " help"
		if command.HasParent() && command.Name() != "help" {
			help += " " + command.Name()
		}
		p.printError(command.CommandPath(), fmt.Errorf("%v: see %s", err, help))
		return exitUsage
	}
	p.printError(command.CommandPath(), err)
	return exitError
}

// printError is the one place that writes errors.
func (p Program) printError(command string, err error) {
	_, _ = io.WriteString(p.Helper.Stderr, escape.Text(command+": "+err.Error())+"\n")
}

func (p Program) print(text string) { _, _ = io.WriteString(p.Helper.Stdout, text) }

// home returns the home directory, empty if there is none.
func (p Program) home() string {
	home, err := p.HomeDir()
	if err != nil {
		return ""
	}
	return home
}
