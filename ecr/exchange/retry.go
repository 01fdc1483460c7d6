package exchange

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const (
	maxAttempts = 3
	maxBackoff  = 2 * time.Second
)

// newRetryer retries what may pass by itself: throttling, failures of AWS's
// side and of the connection, a clock that the SDK can correct. It never
// retries a refusal, and never waits longer than ctx allows.
func newRetryer(ctx context.Context, now func() time.Time) aws.Retryer {
	backoff := retry.NewExponentialJitterBackoff(maxBackoff)
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = maxAttempts
		o.Backoff = retry.BackoffDelayerFunc(func(attempt int, err error) (time.Duration, error) {
			wait, ok := retryAfter(err, now())
			if !ok {
				return backoff.BackoffDelay(attempt, err)
			}
			if deadline, ok := ctx.Deadline(); ok && now().Add(wait).After(deadline) {
				return 0, err
			}
			return wait, nil
		})
	})
}

// retryAfter returns how long the answer asks to wait, in either form of the
// header (RFC 9110, 10.2.3).
func retryAfter(err error, now time.Time) (time.Duration, bool) {
	var answer *smithyhttp.ResponseError
	if !errors.As(err, &answer) || answer.Response == nil {
		return 0, false
	}
	header := answer.Response.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(header, 10, 16); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := time.Parse(time.RFC1123, header); err == nil {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}
