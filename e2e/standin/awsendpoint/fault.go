package awsendpoint

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// Fault is what goes wrong with a call. Its zero value is nothing. A call is counted also if a fault befalls it.
//
// Code, Status and Body replace the answer, without a look at the signature: Code is an error in the operation's own
// protocol, with Status (400 if zero) and Message; Body is sent as it is, with Status (200 if zero); Status alone is
// an empty body. Without any of them the call is answered as it deserves, then padded or truncated.
type Fault struct {
	Operation Operation // the only one it befalls; empty for all

	Delay time.Duration // before anything else
	Hang  bool          // no answer until the client leaves or the server closes
	Reset bool          // the connection is cut without an answer

	Code, Message string // as ThrottlingException, Rate exceeded
	Status        int
	Body          string
	RetryAfter    string // the header's value

	Padding  int  // bytes of white space after the answer
	Truncate bool // half of the answer, though its length announces all
}

type plannedFault struct {
	Fault
	left int // calls; negative for all
}

// Throttling returns the fault of too many calls. An empty retryAfter sends no such header.
func Throttling(retryAfter string) Fault {
	return Fault{Code: "ThrottlingException", Message: "Rate exceeded", RetryAfter: retryAfter}
}

// FailNext lets fault befall the next n calls of its operation. Plans queue up: an earlier one is used up first.
func (e *Endpoint) FailNext(n int, fault Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults = append(e.faults, plannedFault{fault, n})
}

// FailAlways lets fault befall every call of its operation, until Heal.
func (e *Endpoint) FailAlways(fault Fault) { e.FailNext(-1, fault) }

// Heal ends all planned faults.
func (e *Endpoint) Heal() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults = nil
}

func (e *Endpoint) nextFault(operation Operation) Fault {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range e.faults {
		planned := &e.faults[i]
		if planned.Operation != "" && planned.Operation != operation {
			continue
		}
		fault := planned.Fault
		if planned.left--; planned.left == 0 {
			e.faults = slices.Delete(e.faults, i, i+1)
		}
		return fault
	}
	return Fault{}
}

// wait spends the fault's time and tells whether the call goes on.
func (f Fault) wait(ctx context.Context) bool {
	if f.Hang {
		<-ctx.Done()
		return false
	}
	if f.Delay <= 0 {
		return true
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// answer returns the answer that the fault puts in place of the right one, if it does.
func (f Fault) answer(req request) (answer, bool) {
	var ans answer
	switch {
	case f.Code != "" && req.query():
		ans = queryError(orElse(f.Status, http.StatusBadRequest), f.Code, f.Message)
	case f.Code != "":
		ans = jsonError(orElse(f.Status, http.StatusBadRequest), f.Code, f.Message)
	case f.Body != "" || f.Status != 0:
		ans = answer{status: orElse(f.Status, http.StatusOK), body: []byte(f.Body)}
	default:
		return answer{}, false
	}
	ans.retryAfter = f.RetryAfter
	return ans, true
}

func orElse(status, otherwise int) int {
	if status == 0 {
		return otherwise
	}
	return status
}
