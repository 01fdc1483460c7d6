// Mutate makes small mistakes in packages, one at a time, and prints those
// that their tests do not notice.
//
//	go run ./.ci/mutate ./secrets ./ecr ./ecr/exchange ./helper
//
// Each line that it prints is a mistake: file, line, function, kind, and the
// text that it was made in. "never" and "always" are conditions that are taken
// for false or true; the other kinds say what they do. First look the
// package's own tests, then those of the packages that import it, then those
// of e2e that -e2e names. A mistake that is meant to stay unnoticed has a line
// in the file of -kept, with its reason.
//
// It exits with 1 when a mistake that has no such line goes unnoticed.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

type options struct {
	sample, parallel int
	seed             uint64
	timeout          time.Duration
	e2e, kept        string
	match            *regexp.Regexp
	packages         []string
}

func main() {
	var o options
	flag.IntVar(&o.sample, "sample", 0, "try only so many mistakes of each package, chosen at random; 0 is all")
	flag.Uint64Var(&o.seed, "seed", 1, "choose another sample")
	flag.IntVar(&o.parallel, "parallel", runtime.NumCPU(), "try so many at once")
	flag.DurationVar(&o.timeout, "timeout", 2*time.Minute, "the time that the tests of a package may take")
	flag.StringVar(&o.e2e, "e2e",
		"^(TestScripts|TestConfigure|TestDoctor|TestECR)$", "the tests of e2e that look last; empty is none")
	match := flag.String("match", "", "try only the mistakes whose line this regular expression matches")
	flag.StringVar(&o.kept, "kept", ".ci/mutate/kept.txt", "the file of mistakes that may go unnoticed")
	flag.Parse()
	o.packages, o.match = flag.Args(), regexp.MustCompile(*match)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	noticed, err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
	}
	if err != nil || !noticed {
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (noticed bool, err error) {
	if len(o.packages) == 0 {
		return false, fmt.Errorf("name packages, as ./secrets")
	}
	kept, err := readKept(o.kept)
	if err != nil {
		return false, err
	}
	mutated, err := list(o.packages...)
	if err != nil {
		return false, err
	}
	all, err := list("./...")
	if err != nil {
		return false, err
	}
	dir, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	noticed = true
	for _, p := range mutated {
		t := trial{runner: runner{dir, o.timeout}, looks: looks(p, all, o.e2e), kept: kept, stayed: map[string]bool{}}
		if err := t.run(ctx, p, o); err != nil {
			return false, err
		}
		noticed = noticed && t.unnoticed == 0
	}
	return noticed, nil
}

// looks returns who looks at the mutants of a package, the fastest first.
func looks(p listed, all []listed, e2e string) []look {
	looks := []look{{packages: []string{p.ImportPath}}}
	var importers []string
	for _, other := range all {
		knows := slices.Contains(slices.Concat(other.Imports, other.TestImports, other.XTestImports), p.ImportPath)
		if other.ImportPath != p.ImportPath && knows && !strings.Contains(other.ImportPath, "/e2e") {
			importers = append(importers, other.ImportPath)
		}
	}
	if len(importers) > 0 {
		looks = append(looks, look{packages: importers})
	}
	if e2e != "" {
		looks = append(looks, look{packages: []string{"./e2e", "./e2e/ecr"}, run: e2e})
	}
	return looks
}

// readKept reads lines of a mutant's name, " # " and the reason why it stays.
func readKept(path string) (map[string]bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	kept := map[string]bool{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if lines.Text() == "" || strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		at := strings.LastIndex(lines.Text(), " # ")
		if at < 0 {
			return nil, fmt.Errorf("%s: %q has no reason behind a #", path, lines.Text())
		}
		kept[strings.TrimSpace(lines.Text()[:at])] = true
	}
	return kept, lines.Err()
}
