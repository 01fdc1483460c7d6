package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// crowdSize is how many helpers start at once, as a compose file with as many services starts them.
const crowdSize = 50

// A crowd is many commands that are started at once.
type crowd struct {
	program  program
	asked    string
	commands []command
	home     string // of all of them
	right    func(outcome) bool
}

// A rush is what came of a crowd.
type rush struct {
	wall  time.Duration // from before the first start until the last end
	calls int           // to AWS
	right int           // answers
}

// start starts the commands of a crowd and waits for all of them.
func (c crowd) start(ctx context.Context, w *world) (rush, error) {
	var group sync.WaitGroup
	outcomes := make([]outcome, len(c.commands))
	errs := make([]error, len(c.commands))
	before := w.calls()
	began := time.Now()
	for i, command := range c.commands {
		group.Go(func() { outcomes[i], errs[i] = start(ctx, command) })
	}
	group.Wait()
	result := rush{wall: time.Since(began), calls: w.calls() - before}
	for i, outcome := range outcomes {
		if errs[i] != nil {
			return rush{}, fmt.Errorf("running %d times %s at once: %v", len(c.commands), c.program.name, errs[i])
		}
		if c.right(outcome) {
			result.right++
		}
	}
	return result, nil
}

// emptyCrowd is what the other crowds are compared to.
func (s stage) emptyCrowd() crowd {
	empty := s.baseline()
	return crowd{program: empty.program, asked: "nothing", right: empty.right, commands: slices.Repeat([]command{empty.command}, crowdSize)}
}

// crowds are ours and ecr-login, asked by everybody for the same registry, and by each for another one. All registries
// take the same identity's token.
func (s stage) crowds() []crowd {
	return []crowd{s.ourCrowd(1), s.ecrLoginCrowd(1), s.ourCrowd(crowdSize), s.ecrLoginCrowd(crowdSize)}
}

func (s stage) ourCrowd(registries int) crowd {
	home := s.world.newHome()
	entries := []string{"HOME=" + home, s.world.endpointVariable()}
	for i := range registries {
		entries = append(entries, secret{fmt.Sprintf("ECR_%d", i), ecrServer(i), accessKeyID, secretAccessKey}.environ()...)
	}
	p := s.programs.released
	return s.crowd(p, registries, home, command{path: p.path, args: []string{"get"}, environ: environment(usualSize, entries...)})
}

func (s stage) ecrLoginCrowd(registries int) crowd {
	one := s.ecrLogin("", "", nil)
	return s.crowd(one.program, registries, one.home, one.command)
}

// crowd asks for each of the registries in turn.
func (s stage) crowd(p program, registries int, home string, one command) crowd {
	c := crowd{program: p, asked: "get, " + counted(registries, "registry", "registries"), home: home, right: s.world.isToken}
	for i := range crowdSize {
		one.stdin = ecrServer(i % registries)
		c.commands = append(c.commands, one)
	}
	return c
}
