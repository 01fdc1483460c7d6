package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A trial is all mutants of one package.
type trial struct {
	runner    runner
	looks     []look
	kept      map[string]bool
	mu        sync.Mutex
	count     [3]int // by fate
	stay      int    // of those that survived
	stayed    map[string]bool
	unnoticed int
}

func (t *trial) run(ctx context.Context, p listed, o options) error {
	for _, look := range t.looks {
		if output, err := t.runner.test(ctx, look, ""); err != nil {
			return fmt.Errorf("the tests fail without a mistake: %v\n%s", err, output)
		}
	}
	chosen, err := choose(p, o)
	if err != nil {
		return err
	}
	work, failures := make(chan mutant), make(chan error, o.parallel)
	var workers sync.WaitGroup
	for range o.parallel {
		workers.Go(func() {
			for m := range work {
				fate, err := t.runner.judge(ctx, m, t.looks)
				if err != nil {
					failures <- err
					return
				}
				t.note(m, fate)
			}
		})
	}
	for _, m := range chosen {
		select {
		case work <- m:
		case err := <-failures:
			close(work)
			return err
		}
	}
	close(work)
	workers.Wait()
	if len(failures) > 0 {
		return <-failures
	}
	if o.sample == 0 && o.match.String() == "" {
		t.noteStale(p)
	}
	viable := t.count[killed] + t.count[survived]
	fmt.Printf("%s: %d of %d killed (%.1f %%), %d survive, %d more stay with a reason, %d did not compile\n",
		p.ImportPath, t.count[killed], viable,
		100*float64(t.count[killed])/float64(max(1, viable)), t.unnoticed, t.stay, t.count[notCompiled])
	return nil
}

func (t *trial) note(m mutant, f fate) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count[f]++
	switch {
	case f == survived && t.kept[m.name()]:
		t.stay++
		t.stayed[m.name()] = true
	case f == survived:
		t.unnoticed++
		fmt.Println(m)
	}
}

// noteStale tells of lines in the file of -kept that nothing in the package needs.
func (t *trial) noteStale(p listed) {
	for name := range t.kept {
		file, _, _ := strings.Cut(name, ":")
		if path.Dir(file) == below(p) && !t.stayed[name] {
			fmt.Println("kept, but does not survive:", name)
		}
	}
}

// below returns a package's directory in the module, with slashes.
func below(p listed) string {
	_, dir, _ := strings.Cut(p.ImportPath, "docker-credential-secrets/docker-credential-secrets/")
	return dir
}

// choose returns the mutants of a package, or a sample of them, in the order of their places.
func choose(p listed, o options) ([]mutant, error) {
	var chosen []mutant
	for _, name := range p.GoFiles {
		file := filepath.Join(p.Dir, name)
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		made, err := mutants(file, below(p)+"/"+name, source)
		if err != nil {
			return nil, err
		}
		for _, m := range made {
			if o.match.MatchString(m.String()) {
				chosen = append(chosen, m)
			}
		}
	}
	if o.sample > 0 && o.sample < len(chosen) {
		random := rand.New(rand.NewPCG(o.seed, 0))
		random.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
		chosen = chosen[:o.sample]
	}
	slices.SortStableFunc(chosen, func(a, b mutant) int {
		return cmp.Or(strings.Compare(a.shown, b.shown), a.line-b.line)
	})
	return chosen, nil
}
