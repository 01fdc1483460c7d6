package exchange

import (
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// An outcome is what an exchange came to, and what is left to do once that is
// known: to keep it for other processes, and to let them go on.
type outcome struct {
	token ecr.Token
	err   error
	after func() // may be nil
}

// then returns the outcome with a function more to run after it.
func (o outcome) then(last func()) outcome {
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

// keep does what is left to do, and doesn't wait long for it.
func (o outcome) keep() {
	if o.after == nil {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.after()
	}()
	select {
	case <-done:
	case <-time.After(keepPatience):
	}
}

// guarded turns a panic below f into a failure: the SDK's readers panic at
// some numbers that an answer can hold. The panic's text may hold the answer's.
func guarded(f func() outcome) (result outcome) {
	defer func() {
		if recover() != nil {
			result = outcome{err: notUnderstood("reading it failed")}
		}
	}()
	return f()
}
