package awsendpoint

import (
	"net/http"
	"time"
)

// rate is how many registry tokens are given.
type rate struct {
	perSecond, allowance float64 // of none, there is no limit
	last                 time.Time
}

// SetRate lets at most so many registry tokens be given in a second, of the system's time. The rest is throttled.
func (e *Endpoint) SetRate(perSecond int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rate = rate{float64(perSecond), float64(perSecond), time.Now()}
}

// allows reports whether a token may be given now.
func (e *Endpoint) allows() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := &e.rate
	if r.perSecond == 0 {
		return true
	}
	now := time.Now()
	r.allowance = min(r.perSecond, r.allowance+now.Sub(r.last).Seconds()*r.perSecond)
	r.last = now
	if r.allowance < 1 {
		return false
	}
	r.allowance--
	return true
}

func throttled() *refusal {
	return &refusal{"ThrottlingException", "Throttling", http.StatusBadRequest, "Rate exceeded"}
}
