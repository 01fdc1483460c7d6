package exchange_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
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
		_, err := exchanger.Token(ctx, cache.Entry(request))
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

// TestStoppedHolder has many wait for an exchange that never ends: each gets a
// token while there is time, and few ask for one of their own.
func TestStoppedHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	end := w.hold(t)
	for i, err := range w.many(t, 50, 8*time.Second) {
		if err != nil {
			t.Errorf("waiter %d: %v", i, err)
		}
	}
	if n := len(w.aws.Calls()) - 1; n < 1 || n > 25 {
		t.Errorf("%d calls by 50 waiters, want few", n)
	} else {
		t.Logf("%d calls by 50 waiters", n)
	}
	if err := end(); err == nil {
		t.Error("the holder got a token")
	}
}

// TestStoppedHolderWithOldToken has a waiter whose old token still lives: it
// serves, and no call is made.
func TestStoppedHolderWithOldToken(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	old := w.mustGet(t)
	c.move(tokenLife / 2)
	calls := len(w.aws.Calls())
	path, ok := w.entry(t).LockPath()
	if !ok {
		t.Fatal("no place for a lock")
	}
	holder := flock.New(path)
	if held, err := holder.TryLock(); !held || err != nil {
		t.Fatalf("not locked: %v", err)
	}
	defer func() { _ = holder.Close() }()
	if !w.mustGet(t).Password.Equal(old.Password) || len(w.aws.Calls()) != calls {
		t.Error("another token, want the old one without a call")
	}
	// Nobody's token lives any longer: the waiter goes on without the lock.
	c.move(tokenLife / 2)
	if token, err := w.token(t, 4*time.Second); err != nil || token.Password.Equal(old.Password) {
		t.Errorf("the dead token, or none (%v)", err)
	}
}

// TestOldLock locks a file that is as old as those that the cache removes,
// and has another identity's token kept meanwhile, which is when it does.
func TestOldLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, ok := w.entry(t).LockPath()
	if !ok {
		t.Fatal("no place for a lock")
	}
	ancient := time.Now().Add(-30 * 24 * time.Hour)
	err := os.WriteFile(path, nil, 0o600)
	if err == nil {
		err = os.Chtimes(path, ancient, ancient)
	}
	if err != nil {
		t.Fatal(err)
	}
	end := w.hold(t)
	defer func() { _ = end() }()

	other := awsendpoint.NewIdentity()
	w.aws.AddIdentity(other)
	mine := w.request
	w.request.Identity = ecr.Identity{AccessKeyID: hidden.Of(other.AccessKeyID), SecretAccessKey: hidden.Of(other.SecretAccessKey)}
	w.mustGet(t)
	w.request = mine

	if held, err := flock.New(path).TryLock(); held || err != nil {
		t.Errorf("the lock is taken from its holder (%v)", err)
	}
	if locks, err := filepath.Glob(filepath.Join(w.cache.Dir, "*.lock")); err != nil || len(locks) != 2 {
		t.Errorf("%d locks (error %v), want 2", len(locks), err)
	}
}
