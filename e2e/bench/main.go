// Bench measures what one start of the helper costs, beside other helpers, on this machine.
//
//	go run ./e2e/bench
//
// It builds the helper from this module and the other helpers at pinned versions, lets every program answer once in
// each of many rounds, in random order, and prints the ratios to an empty Go program of the same round as Markdown.
// No time is printed: a ratio says the same on another machine. An answer that is not the expected one, or a call to
// AWS too many, ends the measurement. The programs see an ECR endpoint on loopback and an environment made for them,
// with made-up keys; none of them needs a network, and only building does. It works on Linux.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
)

const (
	defaultRounds = 300
	quickRounds   = 20
	// roundsPerCrowdRound is how many rounds there are for one of crowds, which takes much longer.
	roundsPerCrowdRound = 10
)

var errNotLinux = errors.New("measuring works on Linux only")

// options are what the command line sets.
type options struct {
	rounds int
	write  bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	flag.IntVar(&o.rounds, "rounds", defaultRounds, "how many rounds to measure")
	flag.BoolVar(&o.write, "write", false, "write the report into e2e/bench/README.md and e2e/bench/chart.svg")
	quick := flag.Bool("quick", false, fmt.Sprintf("measure %d rounds only", quickRounds))
	flag.Parse()
	if *quick {
		o.rounds = quickRounds
	}
	if err := run(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

// run builds, measures and reports.
func run(ctx context.Context, o options, out, progress io.Writer) error {
	if runtime.GOOS != "linux" {
		return errNotLinux
	}
	if flag.NArg() > 0 || o.rounds < 1 {
		return errors.New("reading the command line: it takes no arguments, and at least one round")
	}
	dir, err := os.MkdirTemp("", "docker-credential-secrets-bench-")
	if err != nil {
		return fmt.Errorf("making a temporary directory: %v", err)
	}
	defer os.RemoveAll(dir)
	cacheDir, err := makeCacheDir()
	if err != nil {
		return err
	}
	b, err := newBuilder(ctx, dir, cacheDir, progress)
	if err != nil {
		return err
	}
	programs, err := buildAll(ctx, b)
	if err != nil {
		return err
	}
	r, err := measureAll(ctx, dir, programs, o.rounds, progress)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprint(out, r.markdown()); err != nil {
		return fmt.Errorf("writing the report: %v", err)
	}
	if o.write {
		return writeReport(b.module, r)
	}
	return nil
}

// makeCacheDir makes the directory for the programs that are built only once.
func makeCacheDir() (string, error) {
	userCacheDir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding the cache directory: %v", err)
	}
	dir := filepath.Join(userCacheDir, "docker-credential-secrets-bench")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("making the cache directory: %v", err)
	}
	return dir, nil
}
