package main

import (
	"context"
	"io"
	"slices"
)

// measureAll measures everything that the report has, in a world below a directory.
func measureAll(ctx context.Context, dir string, p programs, rounds int, progress io.Writer) (report, error) {
	machine, err := describeMachine()
	if err != nil {
		return report{}, err
	}
	world, err := newWorld(dir)
	if err != nil {
		return report{}, err
	}
	defer world.server.Close()
	stage := stage{world: world, programs: p}
	series := series{world: world, launch: p.launch, progress: progress}
	helpers, sizes, misses := stage.helpers(), stage.sizes(), stage.misses()
	measured, err := series.measure(ctx, rounds, slices.Concat(helpers, sizes, misses))
	if err != nil {
		return report{}, err
	}
	crowdRounds := max(1, rounds/roundsPerCrowdRound)
	crowds, err := series.measureCrowds(ctx, crowdRounds, stage.emptyCrowd(), stage.crowds())
	if err != nil {
		return report{}, err
	}
	return report{
		machine: machine, rounds: rounds, crowdRounds: crowdRounds,
		helpers: measured[:len(helpers)],
		sizes:   measured[len(helpers) : len(helpers)+len(sizes)],
		misses:  measured[len(helpers)+len(sizes):],
		crowds:  crowds,
	}, nil
}
