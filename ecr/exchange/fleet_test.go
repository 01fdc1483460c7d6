package exchange

import (
	"container/heap"
	"math/rand/v2"
	"testing"
	"time"
)

// A knock is a call to AWS at a time after the start.
type knock struct {
	at      time.Duration
	refused int // calls of the same machine before it
}

type knocks []knock

func (k knocks) Len() int           { return len(k) }
func (k knocks) Less(i, j int) bool { return k[i].at < k[j].at }
func (k knocks) Swap(i, j int)      { k[i], k[j] = k[j], k[i] }
func (k *knocks) Push(x any)        { *k = append(*k, x.(knock)) }
func (k *knocks) Pop() any {
	last := (*k)[len(*k)-1]
	*k = (*k)[:len(*k)-1]
	return last
}

// TestFleet starts machines at once, each without a token, before an AWS that gives
// so many tokens a second and throttles the rest: all are served in the default time
// of 15 seconds, and none knocks often. No time passes but in numbers.
func TestFleet(t *testing.T) {
	t.Parallel()
	const seeds = 500
	for _, test := range []struct{ machines, perSecond int }{{10, 2}, {60, 8}, {100, 12}, {600, 80}, {5000, 500}} {
		var last time.Duration
		most := 0
		for seed := range uint64(seeds / (1 + test.machines/100)) {
			random := rand.New(rand.NewPCG(seed, 1))
			var waiting knocks
			for range test.machines {
				heap.Push(&waiting, knock{})
			}
			allowance, before := float64(test.perSecond), time.Duration(0)
			for len(waiting) > 0 {
				k := heap.Pop(&waiting).(knock)
				allowance = min(float64(test.perSecond), allowance+(k.at-before).Seconds()*float64(test.perSecond))
				before = k.at
				if allowance >= 1 {
					allowance--
					last, most = max(last, k.at), max(most, k.refused)
					continue
				}
				k.at += throttledWait(k.refused, random.Float64(), maxBackoff)
				k.refused++
				heap.Push(&waiting, k)
			}
		}
		t.Logf("%d machines, %d tokens a second: the last one after %v, %d throttled calls at most", test.machines, test.perSecond, last, most)
		if last > 14*time.Second || most > 6 {
			t.Errorf("%d machines, %d tokens a second: the last one after %v, %d throttled calls of one", test.machines, test.perSecond, last, most)
		}
	}
}
