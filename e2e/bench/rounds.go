package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
)

// A measurement is what a subject's runs cost, each over the baseline's run of the same round.
type measurement struct {
	subject   subject
	wall, cpu spread
	memory    float64 // largest resident set in MiB, no ratio
}

// A series measures subjects round by round: in each round every subject once, in random order, so that whatever the
// machine does meanwhile befalls all of them alike.
type series struct {
	world    *world
	launch   program
	progress io.Writer
}

// measure returns a measurement of each subject. The first one is the baseline.
func (s series) measure(ctx context.Context, rounds int, subjects []subject) ([]measurement, error) {
	measurements := make([]measurement, len(subjects))
	for i, subject := range subjects {
		memory, err := s.warmUp(ctx, subject)
		if err != nil {
			return nil, err
		}
		measurements[i] = measurement{subject: subject, memory: memory}
	}
	costs := make([]cost, len(subjects))
	for round := range rounds {
		if round%50 == 0 {
			fmt.Fprintf(s.progress, "measuring %d ways to start a program: round %d of %d\n", len(subjects), round+1, rounds)
		}
		// A collection is due now and then, and should not fall into a run.
		runtime.GC()
		for _, i := range rand.Perm(len(subjects)) {
			outcome, err := s.once(ctx, subjects[i])
			if err != nil {
				return nil, err
			}
			costs[i].add(outcome)
		}
	}
	for i := range measurements {
		measurements[i].wall = spreadOf(ratios(costs[i].wall, costs[0].wall))
		measurements[i].cpu = spreadOf(ratios(costs[i].cpu, costs[0].cpu))
	}
	return measurements, nil
}

// cost is what each round's run of a subject took, in seconds.
type cost struct{ wall, cpu []float64 }

func (c *cost) add(o outcome) {
	c.wall = append(c.wall, o.wall.Seconds())
	c.cpu = append(c.cpu, o.cpu.Seconds())
}

// warmUp runs the subject before the first round: the first start of a copy is slower, and fills caches. It returns
// the memory that the subject needs.
func (s series) warmUp(ctx context.Context, subject subject) (memory float64, err error) {
	if _, err := subject.measure(ctx); err != nil {
		return 0, err
	}
	return largestResidentSet(ctx, s.launch, subject)
}

// once runs a subject and makes sure that it calls AWS as often as it is meant to.
func (s series) once(ctx context.Context, subject subject) (outcome, error) {
	before := s.world.calls()
	o, err := subject.measure(ctx)
	if err != nil {
		return outcome{}, err
	}
	if calls := s.world.calls() - before; calls != subject.calls {
		return outcome{}, fmt.Errorf("running %s (%s): %d calls to AWS, not %d",
			subject.program.name, subject.asked, calls, subject.calls)
	}
	return o, nil
}
