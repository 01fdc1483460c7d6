// Bench measures what one start of the helper costs, beside other helpers, on this machine.
//
//	go run ./e2e/bench
//
// It builds the programs, the other helpers at pinned versions, lets each answer once in each of many rounds, in random
// order, and prints the ratios to an empty Go program of the same round: no times, since a ratio says the same on another
// machine. A wrong answer, or a call to AWS too many, ends it. The programs see an ECR endpoint on loopback and an
// environment made for them; only building needs a network. It works on Linux, in the module's directory.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	rounds := flag.Int("rounds", 300, "how many rounds to measure; of crowds a tenth")
	write := flag.Bool("write", false, "write the report into e2e/bench/README.md and e2e/bench/chart.svg")
	flag.Parse()
	dir, err := os.UserCacheDir()
	check(err)
	b, err := newBench(filepath.Join(dir, "docker-credential-secrets-bench"))
	check(err)
	for key := range b.programs {
		check(b.build(key))
	}
	r := report{rounds: *rounds, helpers: b.helpers(), misses: b.misses(), crowds: b.crowds()}
	check(b.measure(*rounds, slices.Concat(r.helpers, r.misses), r.crowds))
	fmt.Print(r.markdown())
	if *write {
		check(r.write("e2e/bench"))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
