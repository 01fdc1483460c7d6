package main

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// TestFleet has AWS give so many tokens a second: all machines are served in the default time, and none is throttled often.
func TestFleet(t *testing.T) {
	t.Parallel()
	const seeds = 500
	ours := askers()[0]
	for _, test := range []struct{ machines, perSecond int }{{10, 2}, {60, 8}, {100, 12}, {600, 80}, {5000, 500}} {
		var last time.Duration
		most := 0
		for seed := range uint64(seeds / (1 + test.machines/100)) {
			s := ours.start(test.machines, rate{perSecond: test.perSecond, burst: test.perSecond}, defaultTimeout, rand.New(rand.NewPCG(seed, 1)))
			if s.served != test.machines {
				t.Errorf("%d of %d served", s.served, test.machines)
			}
			last, most = max(last, s.last), max(most, s.mostOfOne)
		}
		t.Logf("%d machines, %d tokens a second: the last one after %v, %d throttled calls at most", test.machines, test.perSecond, last, most)
		if last > 14*time.Second || most > 6 {
			t.Errorf("%d machines, %d tokens a second: the last one after %v, %d throttled calls of one", test.machines, test.perSecond, last, most)
		}
	}
}

// TestStart has rates whose outcome is known without a simulation.
func TestStart(t *testing.T) {
	t.Parallel()
	everySecond := asker{wait: func(int, float64) time.Duration { return time.Second - time.Millisecond }}
	atMostTwice := asker{wait: func(throttled int, _ float64) time.Duration { return time.Duration(1 - throttled) }}
	for name, test := range map[string]struct {
		asker asker
		want  start
	}{
		"in turn":   {everySecond, start{served: 10, last: 4 * time.Second, throttled: 8 + 6 + 4 + 2, mostOfOne: 4}},
		"giving up": {atMostTwice, start{served: 2, throttled: 8 * 3, mostOfOne: 3}},
	} {
		if got := test.asker.start(10, rate{perSecond: 2, burst: 2}, defaultTimeout, rand.New(rand.NewPCG(1, 1))); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

// TestDocumented has the figures of the README be those that are printed.
func TestDocumented(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	if err != nil || !strings.Contains(string(readme), table()) {
		t.Errorf("e2e/bench/README.md (%v) lacks what go run ./e2e/bench/fleet prints:\n%s", err, table())
	}
}
