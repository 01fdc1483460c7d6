// Fleet prints what many machines cost that start at once, each without a token, against the rates that AWS documents.
// It is on paper: no time passes, and nobody is asked.
//
//	go run ./e2e/bench/fleet
package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
)

// A rate is what AWS documents for GetAuthorizationToken in one region of an account.
type rate struct {
	perSecond, burst int
	page             string
}

// rates are those of two pages that differ.
func rates() []rate {
	const guide = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/"
	return []rate{{500, 500, guide + "service-quotas.html"}, {20, 200, guide + "common-errors.html"}}
}

// An asker is a way to get tokens: the calls of a machine, and how long it waits after so many that AWS has throttled.
// Less than nothing is the end.
type asker struct {
	name  string
	calls int // a day
	wait  func(throttled int, random float64) time.Duration
}

// askers ask for a machine with one identity that pulls from some registries of one region. A token lives for twelve
// hours and is replaced at half its life: here for all registries of a region, in ecr-login for each.
func askers() []asker {
	const tokens, registries, pulls = 24 / (12 / 2), 3, 100
	// The standard retries of AWS's SDKs (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
	sdk := func(throttled int, random float64) time.Duration {
		if throttled == 2 {
			return -1
		}
		return time.Duration(random * float64(2*time.Second<<throttled))
	}
	ours := func(throttled int, random float64) time.Duration { return exchange.ThrottledWait(throttled, random, 0) }
	return []asker{
		{"**docker-credential-secrets**", tokens, ours},
		{"docker-credential-ecr-login", tokens * registries, sdk},
		{"a call for each pull", pulls, sdk},
	}
}

// A start is what came of many machines that start at once.
type start struct {
	served    int
	last      time.Duration // after which the last one was served
	throttled int           // calls
	mostOfOne int           // of them
}

// start has machines ask, for as long as each may.
func (a asker) start(machines int, r rate, timeout time.Duration, random *rand.Rand) (s start) {
	const call = 1000                                 // thousandths, of which AWS gives some in each millisecond
	knocks := make([][]int, timeout/time.Millisecond) // how often each machine that asks then was throttled before
	knocks[0] = make([]int, machines)
	for at, allowance := 0, r.burst*call; at < len(knocks); at, allowance = at+1, min(r.burst*call, allowance+r.perSecond) {
		for _, throttled := range knocks[at] {
			if allowance >= call {
				allowance -= call
				s.served, s.last = s.served+1, time.Duration(at)*time.Millisecond
				continue
			}
			s.throttled, s.mostOfOne = s.throttled+1, max(s.mostOfOne, throttled+1)
			wait := a.wait(throttled, random.Float64())
			if next := at + 1 + int(wait/time.Millisecond); wait >= 0 && next < len(knocks) {
				knocks[next] = append(knocks[next], throttled+1)
			}
		}
	}
	return s
}

// The default time for one exchange, and more than any fleet here takes.
const (
	defaultTimeout = 15 * time.Second
	longTimeout    = 10 * time.Minute
)

// table returns the figures of all fleets.
func table() string {
	var out strings.Builder
	for i, r := range rates() {
		fmt.Fprintf(&out, "%s%d calls a second, %d at once (%s):\n\n", []string{"", "\n"}[i], r.perSecond, r.burst, r.page)
		out.WriteString("| machines | program | served in 15 s | the last of them after | throttled calls " +
			"| with more time all after | calls a day |\n|--:|---|--:|--:|--:|--:|--:|\n")
		for _, machines := range []int{100, 1000, 10_000} {
			for _, a := range askers() {
				s := a.start(machines, r, defaultTimeout, rand.New(rand.NewPCG(1, 1)))
				all := "never"
				if long := a.start(machines, r, longTimeout, rand.New(rand.NewPCG(1, 1))); long.served == machines {
					all = seconds(long.last)
				}
				fmt.Fprintf(&out, "| %d | %s | %d | %s | %d | %s | %d |\n",
					machines, a.name, s.served, seconds(s.last), s.throttled, all, a.calls*machines)
			}
		}
	}
	return out.String()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func main() { fmt.Print(table()) }
