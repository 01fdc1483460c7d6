package exchange_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestManyMeetAnOutage has many processes ask at once while AWS fails: one of
// them asks, and those who have an old token get it.
func TestManyMeetAnOutage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		fault awsendpoint.Fault
		old   bool
		cause ecr.Cause
		most  int // calls
		time  time.Duration
	}{
		{"old token, throttled", awsendpoint.Throttling("0"), true, 0, 3, patience},
		{"old token, hang", awsendpoint.Fault{Hang: true}, true, 0, 3, 4 * time.Second},
		// One of them goes on asking, until its time is over.
		{"no token, throttled", awsendpoint.Throttling("0"), false, ecr.Throttled, 60, 4 * time.Second},
		// Nobody can know that the one who asks isn't just stopped.
		{"no token, hang", awsendpoint.Fault{Hang: true}, false, ecr.TimedOut, 60, 4 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w, c := newTimedWorld(t)
			w.backoff = 500 * time.Millisecond
			if test.old {
				w.mustGet(t)
				c.move(tokenLife / 2)
			}
			w.aws.FailAlways(test.fault)
			before := len(w.aws.Calls())
			for _, err := range w.many(t, 20, test.time) {
				var failure *ecr.Failure
				switch {
				case test.old && err != nil:
					t.Errorf("%v, want the old token", err)
				case !test.old && (!errors.As(err, &failure) || failure.Cause != test.cause):
					t.Errorf("%v, want cause %d", err, test.cause)
				}
			}
			if n := len(w.aws.Calls()) - before; n < 1 || n > test.most {
				t.Errorf("%d calls, want 1 to %d", n, test.most)
			}
		})
	}
}

// many asks as so many processes at once, and returns each one's error. Who
// gets none has a token.
func (w *world) many(t *testing.T, processes int, timeout time.Duration) []error {
	t.Helper()
	errs := make([]error, processes)
	var running sync.WaitGroup
	for i := range errs {
		running.Go(func() {
			var token ecr.Token
			if token, errs[i] = w.token(t, timeout); errs[i] == nil && token.Password.IsEmpty() {
				t.Error("an empty token without an error")
			}
		})
	}
	running.Wait()
	return errs
}
