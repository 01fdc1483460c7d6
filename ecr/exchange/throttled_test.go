package exchange_test

import (
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestThrottledForAWhile has AWS throttle longer than the attempts at one call
// last, and then be fine: whoever has time is served.
func TestThrottledForAWhile(t *testing.T) {
	t.Parallel()
	const throttled = 10
	for name, fault := range map[string]awsendpoint.Fault{
		"ECR":                awsendpoint.Throttling(""),
		"ECR, at once again": awsendpoint.Throttling("0"),
		"429 without a code": {Status: 429},
		"STS":                {Operation: awsendpoint.AssumeRole, Code: "Throttling", Message: "Rate exceeded"},
		"ECR after STS":      {Operation: awsendpoint.GetAuthorizationToken, Code: "ThrottlingException"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
			w.request.Identity.RoleARN = hidden.Of(roleARN)
			w.aws.FailNext(throttled, fault)
			w.mustGet(t)
			// Each call is made until it succeeds, and no more.
			if n := len(w.aws.Calls()); n != throttled+2 {
				t.Errorf("%d calls, want %d", n, throttled+2)
			}
		})
	}
}

// TestManyThrottledForAWhile has many ask at once: all are served by the one that
// asks, also those who would no longer wait for one that may have been stopped. On
// a machine that stalls, it may look stopped to a few.
func TestManyThrottledForAWhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.backoff = 500 * time.Millisecond
	w.aws.FailAlways(awsendpoint.Throttling("0"))
	time.AfterFunc(3*time.Second, w.aws.Heal)
	for i, err := range w.many(t, 20, 8*time.Second) {
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	if n := len(w.aws.Tokens()); n > 5 {
		t.Errorf("%d tokens, want 1", n)
	}
}

// TestThrottledThenRefused has AWS say no once it answers: that is not asked again.
func TestThrottledThenRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.FailNext(10, awsendpoint.Throttling(""))
	w.aws.FailAlways(awsendpoint.Fault{Code: "AccessDeniedException"})
	if got := w.mustFail(t, patience); got.Cause != ecr.NotPermitted {
		t.Errorf("%+v, want cause %d", got, ecr.NotPermitted)
	}
	if n := len(w.aws.Calls()); n != 11 {
		t.Errorf("%d calls, want 11", n)
	}
}

// TestThrottledThroughout has AWS throttle in each of its ways whoever asks, for as
// long as they may, or hang after it has throttled: that it throttles is the reason.
func TestThrottledThroughout(t *testing.T) {
	t.Parallel()
	for name, then := range map[string]awsendpoint.Fault{
		"throttled":          awsendpoint.Throttling("0"),
		"too many requests":  {Code: "TooManyRequestsException", Status: 429, RetryAfter: "0"},
		"429 without a code": {Status: 429, RetryAfter: "0"},
		"hanging":            {Hang: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailNext(4, awsendpoint.Throttling("0"))
			w.aws.FailAlways(then)
			if got := w.mustFail(t, time.Second); got != (ecr.Failure{Cause: ecr.Throttled}) {
				t.Errorf("%+v, want cause %d", got, ecr.Throttled)
			}
		})
	}
}

// TestThrottledWithOldToken has a token that still lives: AWS is asked once, and it
// serves on.
func TestThrottledWithOldToken(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	old := w.mustGet(t)
	c.move(tokenLife / 2)
	w.aws.FailAlways(awsendpoint.Throttling(""))
	calls := len(w.aws.Calls())
	if !w.mustGet(t).Password.Equal(old.Password) {
		t.Error("another token")
	}
	if n := len(w.aws.Calls()) - calls; n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}
