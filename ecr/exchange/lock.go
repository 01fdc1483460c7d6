package exchange

import (
	"context"
	"os"
	"time"

	"github.com/gofrs/flock"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// lockPoll is how often a waiter looks whether the lock is free.
const lockPoll = 10 * time.Millisecond

// lock waits for the request's turn among all processes, until ctx ends. The
// system frees the lock of a process that dies. Where no file can be locked
// nobody waits: there is no cache either that waiting could fill.
func lock(ctx context.Context, cache ecr.Cache, request ecr.Request, now time.Time) (release func(), err error) {
	path, ok := cache.LockPath(request)
	if !ok {
		return func() {}, nil
	}
	file := flock.New(path, flock.SetPermissions(0o600))
	if _, err := file.TryLockContext(ctx, lockPoll); err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	// The cache removes what is old, also what another process holds locked.
	_ = os.Chtimes(path, now, now)
	return func() { _ = file.Close() }, nil
}
