package exchange

import (
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// An Outcome is what an exchange came to, and what is left to do once that is
// known.
type Outcome struct {
	Token ecr.Token
	// Err is nil or an *ecr.Failure.
	Err   error
	after func() // may be nil
}

func (o Outcome) isOf(cause ecr.Cause) bool { return o.Err != nil && classify(o.Err).Cause == cause }

// then returns the outcome with a function more to run after it.
func (o Outcome) then(last func()) Outcome {
	first := o.after
	o.after = func() {
		if first != nil {
			first()
		}
		last()
	}
	return o
}

// keepPatience is how long an answer waits for what only others gain by.
const keepPatience = 300 * time.Millisecond

// Keep keeps the outcome for other processes and lets them go on. It is for
// after the answer is written, and doesn't wait long for a slow cache.
func (o Outcome) Keep() {
	if o.after == nil {
		return
	}
	_, _ = timelimit.Call(keepPatience, func() struct{} {
		o.after()
		return struct{}{}
	})
}

// unreadable is what a panic of the SDK means: its readers panic at some
// numbers that an answer can hold.
func unreadable() ecr.Failure {
	return ecr.Failure{Cause: ecr.NotUnderstood, Detail: "reading it failed"}
}

// guarded turns a panic below f into the failure. The panic's text is not
// shown: it may hold the answer's.
func guarded(panicked ecr.Failure, f func() Outcome) (result Outcome) {
	defer func() {
		if recover() != nil {
			result = Outcome{Err: &panicked}
		}
	}()
	return f()
}
