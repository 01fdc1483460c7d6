// Package command is what people type, beside the verbs that clients use:
// doctor, configure, completion, and help on each. It reads the arguments and
// writes the results; what is an error others decide.
//
// Results go to standard output, errors to standard error. The exit status is
// 0 if all is well, 1 for an error, 2 for arguments that are not understood.
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
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
	// Proxy chooses the proxy of a request (http.ProxyFromEnvironment).
	Proxy func(*http.Request) (*url.URL, error)
	// Exchange asks AWS for a token (exchange.Exchanger.Token).
	Exchange func(ctx context.Context, entry *ecr.Entry) (ecr.Token, error)
	// Explain returns the cause of a request's failure (exchange.Explain).
	Explain func(error) *ecr.Failure
	// TerminalWidth is that of the terminal at standard output in columns, 0
	// if that is none (TerminalWidth).
	TerminalWidth int
}

// A command is one word that people type.
type command struct {
	name  string
	usage string
	run   func(Program, context.Context, []string) int
}

func commands() []command {
	return []command{
		{"doctor", doctorUsage, Program.doctor},
		{"configure", configureUsage, Program.configure},
		{"completion", completionUsage, Program.completion},
	}
}

func find(name string) (command, bool) {
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == name })
	if i < 0 {
		return command{}, false
	}
	return all[i], true
}

// Handles reports whether the arguments, without the program's name, are for
// this package, and not for the protocol's verbs.
func Handles(args []string) bool {
	if len(args) == 0 {
		return false
	}
	_, ok := find(args[0])
	return ok || args[0] == "help" && len(args) > 1
}

// Run executes the command and returns the exit status.
func (p Program) Run(ctx context.Context, args []string) int {
	results := &output{to: p.Helper.Stdout}
	p.Helper.Stdout = results
	status := p.run(ctx, args)
	if results.err != nil && status == exitOK {
		return p.failed(args[0], fmt.Errorf("the result can't be written to standard output: %v", results.err))
	}
	return status
}

func (p Program) run(ctx context.Context, args []string) int {
	if args[0] == "help" {
		return p.help(args[1:])
	}
	chosen, ok := find(args[0])
	if !ok {
		return p.help(args[:1])
	}
	return chosen.run(p, ctx, args[1:])
}

func (p Program) help(topics []string) int {
	usage, ok := usageOf(topics[0])
	if !ok {
		return p.misused("help", fmt.Errorf("there is no help on %q, only on the commands", topics[0]))
	}
	p.print(usage)
	return exitOK
}

// parse reads the flags, which may stand before, between and after the other
// arguments, and returns these; behind "--" stand no flags. ok reports whether the
// run goes on; if not, it is over with the status.
func (p Program) parse(flags *flag.FlagSet, usage string, args []string) (others []string, status int, ok bool) {
	flags.SetOutput(io.Discard)
	for {
		err := flags.Parse(args)
		switch {
		case errors.Is(err, flag.ErrHelp):
			p.print(usage)
			return nil, exitOK, false
		case err != nil:
			return nil, p.misused(flags.Name(), err), false
		}
		read := len(args) - flags.NArg()
		if read > 0 && args[read-1] == "--" {
			return append(others, flags.Args()...), exitOK, true
		}
		args = flags.Args()
		if len(args) == 0 {
			return others, exitOK, true
		}
		others = append(others, args[0])
		args = args[1:]
	}
}

// misused writes why the arguments are not understood.
func (p Program) misused(name string, err error) int {
	hint := helper.Name + " help " + name
	if name == "help" {
		hint = helper.Name + " help"
	}
	_, _ = fmt.Fprintf(p.Helper.Stderr, "%s %s: %v: see %s\n", helper.Name, name, err, hint)
	return exitUsage
}

// failed writes what went wrong.
func (p Program) failed(name string, err error) int {
	_, _ = fmt.Fprintf(p.Helper.Stderr, "%s %s: %v\n", helper.Name, name, err)
	return exitError
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
