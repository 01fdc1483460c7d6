// Command demo shows what docker-credential-secrets does, on a machine that has Go and no client of registries.
//
// It builds the helper, starts three registries and an ECR token endpoint on loopback, puts secrets into the
// environment of a client, and lets that client pull: before `configure`, after it, once more, and after a password was
// changed. The client is this program again, as a process of its own: it is a user of go-containerregistry's default
// keychain and knows no password. What is printed was counted or answered in this run; where it goes another way than
// the story, the demo fails. Nothing outside of loopback and of a temporary directory is touched.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

const (
	program    = "demo"
	timeLimit  = 5 * time.Minute // nearly all of it for compilers with a cold cache
	clientWord = "pull"          // the first argument of the client process
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	out := printer{Writer: os.Stdout, color: isTerminal(os.Stdout) && mayColor(os.Getenv)}
	if err := run(ctx, os.Args[1:], out); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s\n", program, oneLine(err))
		os.Exit(1)
	}
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// mayColor heeds NO_COLOR (https://no-color.org).
func mayColor(getenv func(string) string) bool {
	return getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

func run(ctx context.Context, args []string, out printer) error {
	if len(args) == 3 && args[0] == clientWord {
		pull, err := pullOne(ctx, args[1], args[2])
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(pull)
	}
	if len(args) > 0 {
		return fmt.Errorf("reading arguments: it takes none")
	}
	return show(ctx, out)
}

// show sets the stage, tells the story, and leaves nothing behind.
func show(ctx context.Context, out printer) error {
	io.WriteString(out, opening) //nolint:errcheck // the end tells
	dir, err := os.MkdirTemp("", "docker-credential-secrets-demo-")
	if err != nil {
		return fmt.Errorf("making a temporary directory: %v", err)
	}
	defer os.RemoveAll(dir)
	client, err := newClient(ctx, dir)
	if err != nil {
		return err
	}
	servers, err := startServers(ctx, dir)
	if err != nil {
		return err
	}
	defer servers.close()
	if err := tell(ctx, out, client, servers); err != nil {
		return err
	}
	_, err = io.WriteString(out, whatNext)
	return err
}

// oneLine joins the lines of an error, as compilers' errors have several.
func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
