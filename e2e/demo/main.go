// Command demo shows what docker-credential-secrets does, on a machine with nothing but Go and this module.
//
// It builds the helper, starts three registries and an ECR token endpoint on loopback, puts secrets into the
// environment of a client, and lets the client pull from each registry twice. The client is this program again,
// as a process of its own: it is a user of go-containerregistry's default keychain and knows no password.
// Nothing outside of loopback and of a temporary directory is touched. What is secret is shown as its length.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"
)

const (
	program    = "demo"
	timeLimit  = 5 * time.Minute // nearly all of it for compilers with a cold cache
	clientWord = "pull"          // the first argument of the client process
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s\n", program, oneLine(err))
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 2 && args[0] == clientWord {
		pulls, err := pullAll(ctx, args[1], args[2:])
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(pulls)
	}
	if len(args) > 0 {
		return fmt.Errorf("reading arguments: it takes none")
	}
	return show(ctx, out)
}

// show sets the stage, tells the story, and leaves nothing behind.
func show(ctx context.Context, out io.Writer) error {
	dir, err := os.MkdirTemp("", "docker-credential-secrets-demo-")
	if err != nil {
		return fmt.Errorf("making a temporary directory: %v", err)
	}
	defer os.RemoveAll(dir)
	fmt.Fprintln(out, "building docker-credential-secrets ...")
	client, err := newClient(ctx, dir)
	if err != nil {
		return err
	}
	servers, err := startServers(ctx, dir)
	if err != nil {
		return err
	}
	defer servers.close()
	return tell(ctx, out, client, servers)
}

// tell lets the client pull from every registry twice and reports.
func tell(ctx context.Context, out io.Writer, client *client, servers *servers) error {
	secrets := servers.secrets()
	if err := client.configure(servers, secrets); err != nil {
		return err
	}
	printSetting(out, servers, secrets)
	for _, title := range []string{"First pull", "Second pull"} {
		pulls, err := client.pull(ctx, servers.images())
		if err != nil {
			return err
		}
		printPulls(out, title, pulls, servers.awsCalls())
	}
	return nil
}

// oneLine joins the lines of an error, as compilers' errors have several.
func oneLine(err error) string {
	return strings.Join(strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
