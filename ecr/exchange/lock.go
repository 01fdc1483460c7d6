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
// who go on without it are not to do so all at once. The system frees the lock
// of a process that dies. Where no file can be locked nobody waits: there is
// no cache either that waiting could fill.
func (e Exchanger) lock(ctx context.Context, entry *ecr.Entry) turn {
	e.awaited.set("another process that asks for the same token")
	patience := untilDeadline(ctx) / 4
	waiting, cancel := context.WithTimeout(ctx, patience+rand.N(patience+1))
	defer cancel()
	now := e.Now()
	got, ok := within(waiting, func() turn { return tryLock(waiting, entry, e.lockEntry(entry), now) }, turn.release)
	if !ok {
		return turn{entry: entry.Nowhere()} // its file system hangs
	}
	return got
}

// A turn is a process's to ask AWS, with the entry to use then. It is not ours
// if another process has it.
type turn struct {
	entry  *ecr.Entry
	file   *flock.Flock // nil if none is locked
	isOurs bool
}

func (t turn) release() {
	if t.file != nil {
		_ = t.file.Close()
	}
}

// tryLock waits for the lock of an entry, which another one may have, until ctx ends.
func tryLock(ctx context.Context, entry, locked *ecr.Entry, now time.Time) turn {
	path, ok := locked.LockPath()
	if !ok {
		return turn{entry: entry, isOurs: true}
	}
	file := flock.New(path, flock.SetPermissions(0o600))
	if _, err := file.TryLockContext(ctx, lockPoll); err != nil {
		_ = file.Close()
		return turn{entry: entry, isOurs: ctx.Err() == nil}
	}
	// The cache removes what is old, also what another process holds locked.
	_ = os.Chtimes(path, now, now)
	return turn{entry, file, true}
}
