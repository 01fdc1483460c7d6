package exchange

import (
	"context"
	"math/rand/v2"
	"os"
	"time"

	"github.com/gofrs/flock"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// lockPoll is how often a waiter looks whether the lock is free.
const lockPoll = 10 * time.Millisecond

// lock waits for the request's turn among all processes, for a quarter to a
// half of the time that ctx gives: the holder may have been stopped, and those
// who go on without it are not to do so all at once. It reports whether nobody
// else has the lock. The system frees the lock of a process that dies. Where
// no file can be locked nobody waits: there is no cache either that waiting
// could fill.
func lock(ctx context.Context, cache ecr.Cache, request ecr.Request, now time.Time) (release func(), isOurs bool) {
	patience := untilDeadline(ctx) / 4
	waiting, cancel := context.WithTimeout(ctx, patience+rand.N(patience+1))
	defer cancel()
	result, ok := within(waiting, func() locked { return tryLock(waiting, cache, request, now) }, locked.release)
	if !ok {
		return func() {}, false
	}
	return result.release, result.isOurs
}

// A locked file may be none. It is not ours if another process has locked it.
type locked struct {
	file   *flock.Flock
	isOurs bool
}

func (l locked) release() {
	if l.file != nil {
		_ = l.file.Close()
	}
}

// tryLock waits for the lock until ctx ends.
func tryLock(ctx context.Context, cache ecr.Cache, request ecr.Request, now time.Time) locked {
	path, ok := cache.LockPath(request)
	if !ok {
		return locked{isOurs: true}
	}
	file := flock.New(path, flock.SetPermissions(0o600))
	if _, err := file.TryLockContext(ctx, lockPoll); err != nil {
		_ = file.Close()
		return locked{isOurs: ctx.Err() == nil}
	}
	// The cache removes what is old, also what another process holds locked.
	_ = os.Chtimes(path, now, now)
	return locked{file, true}
}
