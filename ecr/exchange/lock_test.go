package exchange_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// hold starts an exchange that hangs while it holds its lock, and returns
// what ends it and gives its error.
func (w *world) hold(t *testing.T) (end func() error) {
	t.Helper()
	w.aws.FailNext(1, awsendpoint.Fault{Hang: true})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	exchanger, request, cache := w.exchanger(), w.request, w.cache
	ended := make(chan error, 1)
	go func() {
		_, err := exchanger.Token(ctx, request, cache)
		ended <- err
	}()
	for deadline := time.Now().Add(patience); len(w.aws.Calls()) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			cancel()
			t.Fatal("the holder doesn't call")
		}
	}
	return func() error {
		cancel()
		return <-ended
	}
}

// TestWaiterHasItsOwnDeadline blocks the lock by an exchange that hangs.
func TestWaiterHasItsOwnDeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	end := w.hold(t)
	want := ecr.Failure{Cause: ecr.TimedOut, Detail: "200ms"}
	if diff := cmp.Diff(want, w.mustFail(t, 200*time.Millisecond)); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
	if n := len(w.aws.Calls()); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
	var failure *ecr.Failure
	if err := end(); !errors.As(err, &failure) || failure.Cause != ecr.TimedOut {
		t.Errorf("the holder's error is %v, want cause %d", err, ecr.TimedOut)
	}
}

// TestOldLock locks a file that is as old as those that the cache removes,
// and has another identity's token kept meanwhile, which is when it does.
func TestOldLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, ok := w.cache.LockPath(w.request)
	if !ok {
		t.Fatal("no place for a lock")
	}
	old := time.Now().Add(-30 * 24 * time.Hour)
	err := os.WriteFile(path, nil, 0o600)
	if err == nil {
		err = os.Chtimes(path, old, old)
	}
	if err != nil {
		t.Fatal(err)
	}
	end := w.hold(t)
	defer func() { _ = end() }()

	other := w.identity
	other.AccessKeyID, other.SecretAccessKey = "AKIA"+rand.Text()[:16], rand.Text()
	w.aws.AddIdentity(other)
	mine := w.request
	w.request.Identity = ecr.Identity{AccessKeyID: other.AccessKeyID, SecretAccessKey: other.SecretAccessKey}
	w.mustGet(t)
	w.request = mine

	if got := w.mustFail(t, 200*time.Millisecond); got.Cause != ecr.TimedOut {
		t.Errorf("%+v, want cause %d", got, ecr.TimedOut)
	}
	if n := len(w.aws.Calls()); n != 2 {
		t.Errorf("%d calls, want 2: one of each identity", n)
	}
	if locks, err := filepath.Glob(filepath.Join(w.cache.Dir, "*.lock")); err != nil || len(locks) != 2 {
		t.Errorf("%d locks (error %v), want 2", len(locks), err)
	}
}
