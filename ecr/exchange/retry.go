package exchange

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const (
	maxAttempts = 3
	maxBackoff  = 2 * time.Second
)

// retryer retries a call a few times, if what failed it is transient: failures of
// AWS's side and of the connection, a clock that the SDK can correct. It never
// retries a refusal, leaves throttling to whileThrottled, and fails with the reason
// for a retry at once where the wait before it would outlast ctx.
func (e Exchanger) retryer(ctx context.Context) aws.Retryer {
	backoff := retry.NewExponentialJitterBackoff(cmp.Or(e.Backoff, maxBackoff))
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.Retryables = append([]retry.IsErrorRetryable{retry.IsErrorRetryableFunc(isTransient)}, o.Retryables...)
		o.Backoff = retry.BackoffDelayerFunc(func(attempt int, failed error) (time.Duration, error) {
			wait, err := delay(backoff, attempt, failed, e.Now())
			if err != nil {
				return 0, err
			}
			// The deadline is one of the running process, whatever now says.
			if deadline, ok := ctx.Deadline(); ok && wait >= time.Until(deadline) {
				return 0, failed
			}
			return wait, nil
		})
	})
}

// whileThrottled asks again and again while AWS throttles, for as long as ctx
// allows. That it throttles is the reason if nothing else becomes known, and is
// kept for those who wait for this process.
func (e Exchanger) whileThrottled(ctx context.Context, entry *ecr.Entry, ask func() Outcome) Outcome {
	result := ask()
	for refused := 0; result.isOf(ecr.Throttled); refused++ {
		wait := ThrottledWait(refused, rand.Float64(), e.Backoff)
		if asked, ok := retryAfter(result.Err, e.Now()); ok {
			wait = max(wait, asked)
		}
		if wait >= untilDeadline(ctx) {
			return result
		}
		entry.PutFailure(e.Now(), ecr.Failure{Cause: ecr.Throttled})
		time.Sleep(wait)
		next := ask()
		if next.isOf(ecr.TimedOut) {
			return result
		}
		result = next
	}
	return result
}

// ThrottledWait returns how long to wait after AWS has throttled so many calls
// before this one. A random number from 0 to 1 spreads machines that start at once
// over the second half of a time that grows to twice the longest backoff; zero is
// the default one, as in an Exchanger.
func ThrottledWait(refused int, random float64, longest time.Duration) time.Duration {
	longest = cmp.Or(longest, maxBackoff)
	limit := min(longest/2<<min(refused, 2), 2*longest)
	return limit/2 + time.Duration(random*float64(limit/2))
}

func once(_ context.Context, _ *ecr.Entry, ask func() Outcome) Outcome { return ask() }

// isTransient decides where the SDK's own rules would take a certificate or a
// proxy's refusal for a broken connection, and miss an answer without a code.
func isTransient(err error) aws.Ternary {
	var final *ecr.Failure
	if errors.As(err, &final) {
		return aws.FalseTernary // of the proxy, or of a role that was retried already
	}
	switch cause := classify(err).Cause; {
	case cause == ecr.Unavailable:
		return aws.TrueTernary
	case cause == ecr.Throttled, cause == ecr.TLSFailed, cause.IsOfCertificate():
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}

// delay returns how long to wait before the next attempt.
func delay(backoff retry.BackoffDelayer, attempt int, failed error, now time.Time) (time.Duration, error) {
	if wait, ok := retryAfter(failed, now); ok {
		return wait, nil
	}
	// A refusal is retried only once the SDK has corrected the clock, and who
	// stalled has been waited for.
	if cause := classify(failed).Cause; cause == ecr.ClockSkewed || cause == ecr.TimedOut || cause.IsRefusal() {
		return 0, nil
	}
	return backoff.BackoffDelay(attempt, failed)
}

// retryAfter returns how long the answer asks to wait, in either form of the
// header (RFC 9110, 10.2.3). A moment is one by the clock of who names it.
func retryAfter(err error, now time.Time) (time.Duration, bool) {
	var answer *smithyhttp.ResponseError
	if !errors.As(err, &answer) || answer.Response == nil {
		return 0, false
	}
	header := answer.Response.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(header, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, maxRetryAfter)) * time.Second, true
	}
	if at, err := http.ParseTime(header); err == nil {
		if sent, err := http.ParseTime(answer.Response.Header.Get("Date")); err == nil {
			now = sent
		}
		return max(at.Sub(now), 0), true
	}
	return 0, false
}

// maxRetryAfter is an amount of seconds that no deadline allows for and that
// fits into a duration.
const maxRetryAfter = 1 << 32
