package exchange_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestRetryAfterWithinTheDeadline has AWS ask for a second's wait, in both
// forms. That second is real: the next attempt must not come before it.
func TestRetryAfterWithinTheDeadline(t *testing.T) {
	t.Parallel()
	inSeconds := func(time.Time) string { return "1" }
	atMoment := func(now time.Time) string { return now.Add(2 * time.Second).UTC().Format(http.TimeFormat) }
	for _, test := range []struct {
		name   string
		header func(now time.Time) string
		skew   time.Duration // of this machine's clock, which doesn't matter
	}{
		{"seconds", inSeconds, 0},
		{"moment", atMoment, 0},
		{"moment, clock ahead", atMoment, time.Hour},
		{"moment, clock behind", atMoment, -time.Hour},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.now = func() time.Time { return time.Now().Add(test.skew) }
			w.aws.FailNext(1, awsendpoint.Throttling(test.header(time.Now())))
			started := time.Now()
			w.mustGet(t)
			if waited := time.Since(started); waited < 900*time.Millisecond {
				t.Errorf("asked again after %s, want a second at least", waited)
			}
			if n := len(w.aws.Calls()); n != 2 {
				t.Errorf("%d calls, want 2", n)
			}
		})
	}
}

// TestRetryAfterBeyondTheDeadline has AWS ask for a longer wait than there is
// time for: the failure comes after one attempt, with its own cause.
func TestRetryAfterBeyondTheDeadline(t *testing.T) {
	t.Parallel()
	for _, header := range []string{
		"60", "65536", "9223372036854775807", "99999999999999999999999",
		time.Now().Add(time.Hour).UTC().Format(http.TimeFormat),
	} {
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailAlways(awsendpoint.Throttling(header))
			if got := w.mustFail(t, patience); got.Cause != ecr.Throttled {
				t.Errorf("%+v, want cause %d", got, ecr.Throttled)
			}
			if n := len(w.aws.Calls()); n != 1 {
				t.Errorf("%d calls, want 1", n)
			}
		})
	}
}

// TestRetryAfterNonsense sends what is no amount of time: the SDK's own pace
// applies, and the attempts are as few as ever.
func TestRetryAfterNonsense(t *testing.T) {
	t.Parallel()
	for _, header := range []string{"-1", "soon", "1.5"} {
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailNext(1, awsendpoint.Throttling(header))
			w.mustGet(t)
			if n := len(w.aws.Calls()); n != 2 {
				t.Errorf("%d calls, want 2", n)
			}
		})
	}
}

// TestCauseOutlastsTheDeadline has AWS throttle whoever has little time: the
// answer is that, not that AWS did not answer.
func TestCauseOutlastsTheDeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.FailAlways(awsendpoint.Throttling("3"))
	if got := w.mustFail(t, 2*time.Second); got.Cause != ecr.Throttled {
		t.Errorf("%+v, want cause %d", got, ecr.Throttled)
	}
}

// TestRolesAttempts has STS fail: its attempts don't multiply with those of ECR.
func TestRolesAttempts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.request.Identity.RoleARN = hidden.Of(roleARN)
	w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
	w.aws.FailAlways(awsendpoint.Fault{Operation: awsendpoint.AssumeRole, Status: 500, RetryAfter: "0"})
	if got := w.mustFail(t, patience); got.Cause != ecr.Unavailable {
		t.Errorf("%+v, want cause %d", got, ecr.Unavailable)
	}
	if n := len(w.aws.Calls()); n != 3 {
		t.Errorf("%d calls, want 3", n)
	}
}
