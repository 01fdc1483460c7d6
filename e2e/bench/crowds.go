package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// awsDelay is how long the endpoint takes while crowds are measured. If it answered at once, the first program of a
// crowd could cache a token before the last one has started.
const awsDelay = 100 * time.Millisecond

// A crowdMeasurement is how a crowd fared over all rounds, beside as many empty programs.
type crowdMeasurement struct {
	crowd       crowd
	cache       string // what it found
	wall, calls spread
	right, all  int // answers
}

// measureCrowds lets every crowd start twice in each round: with an empty cache, and with what that left.
func (s series) measureCrowds(ctx context.Context, rounds int, baseline crowd, crowds []crowd) ([]crowdMeasurement, error) {
	s.world.endpoint.FailAlways(awsendpoint.Fault{Delay: awsDelay})
	defer s.world.endpoint.Heal()
	everybody := append([]crowd{baseline}, crowds...)
	cold, warm := make([][]rush, len(everybody)), make([][]rush, len(everybody))
	for round := range rounds {
		if round%10 == 0 {
			fmt.Fprintf(s.progress, "measuring %d at once: round %d of %d\n", len(baseline.commands), round+1, rounds)
		}
		for _, i := range rand.Perm(len(everybody)) {
			first, second, err := s.startTwice(ctx, everybody[i])
			if err != nil {
				return nil, err
			}
			cold[i], warm[i] = append(cold[i], first), append(warm[i], second)
		}
	}
	measurements := []crowdMeasurement{summarise(baseline, "none", warm[0], warm[0])}
	for i, crowd := range crowds {
		measurements = append(measurements,
			summarise(crowd, "empty", cold[i+1], warm[0]),
			summarise(crowd, "what that left", warm[i+1], warm[0]))
	}
	return measurements, nil
}

func (s series) startTwice(ctx context.Context, c crowd) (first, second rush, err error) {
	if err := os.RemoveAll(c.home); err != nil {
		return rush{}, rush{}, fmt.Errorf("emptying a home directory: %v", err)
	}
	if first, err = c.start(ctx, s.world); err != nil {
		return rush{}, rush{}, err
	}
	second, err = c.start(ctx, s.world)
	return first, second, err
}

func summarise(c crowd, cache string, rushes, baseline []rush) crowdMeasurement {
	m := crowdMeasurement{crowd: c, cache: cache, all: len(rushes) * len(c.commands)}
	var calls []float64
	for _, rush := range rushes {
		calls = append(calls, float64(rush.calls))
		m.right += rush.right
	}
	m.wall = spreadOf(ratios(walls(rushes), walls(baseline)))
	m.calls = spreadOf(calls)
	return m
}

func walls(rushes []rush) []float64 {
	var seconds []float64
	for _, rush := range rushes {
		seconds = append(seconds, rush.wall.Seconds())
	}
	return seconds
}
