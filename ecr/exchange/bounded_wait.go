package exchange

import (
	"context"
	"time"
)

// grace is the time to say why, after a deadline.
const grace = 200 * time.Millisecond

// within returns what f returns, and reports whether that comes in the time
// that ctx allows. If it doesn't, f goes on, since what waits for a file system
// or for a child's children can't be ended, and what it returns goes to late.
func within[T any](ctx context.Context, f func() T, late func(T)) (result T, ok bool) {
	returned := make(chan T, 1)
	go func() { returned <- f() }()
	select {
	case result = <-returned:
		return result, true
	case <-ctx.Done():
	}
	select {
	case result = <-returned:
		return result, true
	case <-time.After(grace):
		go func() { late(<-returned) }()
		return result, false
	}
}

// untilDeadline is the time that ctx still gives, by the running process's
// clock; none without a deadline.
func untilDeadline(ctx context.Context) time.Duration {
	deadline, _ := ctx.Deadline()
	return max(0, time.Until(deadline))
}
