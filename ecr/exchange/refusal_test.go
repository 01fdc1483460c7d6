package exchange_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const publicHost = "public.ecr.aws"

// temporary gives the world's identity a session token.
func (w *world) temporary(t *testing.T, expires time.Time) {
	w.identity.AccessKeyID = "ASIA" + w.identity.AccessKeyID[4:]
	w.identity.SessionToken = strings.Repeat("c2Vzc2lvbg", 30)
	w.identity.Expires = expires
	w.aws.AddIdentity(w.identity)
	w.ask(t, host)
}

// TestRefusals provokes what AWS may hold against an identity. Each is asked
// once, and once more only where the SDK takes the clock to be the cause.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		spoil func(*testing.T, *world)
		want  ecr.Failure
	}{
		{"key unknown", func(_ *testing.T, w *world) {
			w.aws.RemoveIdentity(w.identity.AccessKeyID)
		}, ecr.Failure{Cause: ecr.KeyUnknown}},
		{"secret key wrong", func(_ *testing.T, w *world) {
			w.request.Identity.SecretAccessKey = hidden.Of(strings.Repeat("wrong+", 6) + "Key/")
		}, ecr.Failure{Cause: ecr.SignatureWrong}},
		{"session token left out", func(t *testing.T, w *world) {
			w.temporary(t, time.Time{})
			w.request.Identity.SessionToken = hidden.Of("")
		}, ecr.Failure{Cause: ecr.SessionTokenMissing}},
		{"session token of another key", func(t *testing.T, w *world) {
			w.temporary(t, time.Time{})
			w.request.Identity.SessionToken = hidden.Of(strings.Repeat("b3RoZXI", 30))
		}, ecr.Failure{Cause: ecr.KeyUnknown}},
		{"session over", func(t *testing.T, w *world) {
			w.temporary(t, time.Now().Add(-time.Minute))
		}, ecr.Failure{Cause: ecr.SessionExpired}},
		{"not permitted", func(_ *testing.T, w *world) {
			w.identity.Denied = true
			w.aws.AddIdentity(w.identity)
		}, ecr.Failure{Cause: ecr.NotPermitted, Detail: principal, Denial: ecr.Denial{Policy: ecr.IdentityPolicy}}},
		{"not permitted, nobody named", func(_ *testing.T, w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "AccessDeniedException", Message: "denied by arn:aws:iam::123456789012:policy/x"})
		}, ecr.Failure{Cause: ecr.NotPermitted}},
		{"not permitted, public", func(t *testing.T, w *world) {
			w.identity.Denied = true
			w.aws.AddIdentity(w.identity)
			w.ask(t, publicHost)
		}, ecr.Failure{Cause: ecr.PublicNotPermitted, Detail: principal, Denial: ecr.Denial{Policy: ecr.IdentityPolicy}}},
		{"region not opted into", func(_ *testing.T, w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "OptInRequired", Message: "enable it", Status: 403})
		}, ecr.Failure{Cause: ecr.NotSubscribed}},
		{"region disabled", func(_ *testing.T, w *world) {
			w.aws.DisableRegion("us-east-1")
		}, ecr.Failure{Cause: ecr.KeyUnknown}}, // what AWS says of a key where it isn't replicated to
		{"endpoint of another region", func(_ *testing.T, w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "InvalidSignatureException",
				Message: "Credential should be scoped to a valid region, not 'us-east-1'. "})
		}, ecr.Failure{Cause: ecr.NotUnderstood, Detail: "it is one of another region or service"}},
		{"clock out of bounds, no time told", func(_ *testing.T, w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "InvalidSignatureException",
				Message: "Signature expired: 20260301T120000Z is now earlier than 20260301T125500Z"})
		}, ecr.Failure{Cause: ecr.ClockSkewed}},
		{"clock early", func(_ *testing.T, w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "InvalidSignatureException",
				Message: "Signature not yet current: 20260301T120000Z is still later than 20260301T110500Z"})
		}, ecr.Failure{Cause: ecr.ClockSkewed}},
		{"unknown code", func(_ *testing.T, w *world) {
			w.aws.FailAlways(awsendpoint.Fault{Code: "Odd-Exception\x1b[31m " + w.identity.SecretAccessKey[:0], Message: "odd"})
		}, ecr.Failure{Cause: ecr.NotUnderstood, Detail: "an unknown error"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			test.spoil(t, w)
			got := w.mustFail(t, patience)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if n := len(w.aws.Calls()); n > 1 {
				t.Errorf("%d calls for a refusal, want at most 1", n)
			}
			// Remembered: nobody is asked again, unless it was this machine's clock.
			before, again := len(w.aws.Calls()), 0
			if test.want.Cause == ecr.ClockSkewed {
				again = 1
			}
			if diff := cmp.Diff(got, w.mustFail(t, patience)); diff != "" {
				t.Errorf("failure of the next process (-first +next):\n%s", diff)
			}
			if n := len(w.aws.Calls()) - before; n != again {
				t.Errorf("%d calls by the next process, want %d", n, again)
			}
		})
	}
}

// TestSkewedClock has AWS keep another time than this machine, by more than
// signatures may be off. The SDK learns the difference and signs again.
func TestSkewedClock(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{-100 * 24 * time.Hour, -13 * time.Hour, -time.Hour, time.Hour, 13 * time.Hour, 100 * 24 * time.Hour} {
		t.Run(skew.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.SetClock(func() time.Time { return time.Now().Add(skew) })
			token := w.mustGet(t)
			if n := len(w.aws.Calls()); n != 2 {
				t.Errorf("%d calls, want 2", n)
			}
			if token.Lifetime <= 0 || token.Lifetime > 12*time.Hour {
				t.Errorf("the token lives %s, want above 0 and at most 12 hours", token.Lifetime)
			}
			w.mustGet(t)
			if n := len(w.aws.Tokens()); n != 1 {
				t.Errorf("%d tokens by two processes, want 1", n)
			}
		})
	}
}

// TestSkewedClockByAnyCode has AWS refuse a wrong time by a code that stands for a
// wrong key too: the date of the refusal tells that it is the clock.
func TestSkewedClockByAnyCode(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"RequestTimeTooSkewed", "SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure"} {
		w := newWorld(t)
		w.aws.SetClock(func() time.Time { return time.Now().Add(time.Hour) })
		w.aws.FailNext(1, awsendpoint.Fault{Code: code, Status: 403})
		w.mustGet(t)
		if n := len(w.aws.Calls()); n != 2 {
			t.Errorf("%s: %d calls, want 2", code, n)
		}
	}
}
