package exchange

import (
	"context"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// grace is the time to say why, after a deadline.
const grace = 200 * time.Millisecond

// within returns what f returns, and reports whether that comes before the
// deadline of ctx. What comes later goes to late.
func within[T any](ctx context.Context, f func() T, late func(T)) (result T, ok bool) {
	return timelimit.CallLate(untilDeadline(ctx)+grace, f, late)
}

// untilDeadline is the time that ctx still gives, by the running process's
// clock; none without a deadline.
func untilDeadline(ctx context.Context) time.Duration {
	deadline, _ := ctx.Deadline()
	return max(0, time.Until(deadline))
}
