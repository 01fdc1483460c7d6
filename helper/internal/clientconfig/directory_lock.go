package clientconfig

import (
	"context"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often an update looks whether another one has ended.
const lockPoll = 5 * time.Millisecond

// lockDirectory keeps other updates, and nobody else, from a directory until
// the lock is closed or the process ends: a swap shows its text before that
// is sure to stay, and no update may go on from there. It waits for half of the
// time that ctx leaves, since one that was stopped must stop no other. Where
// the file system has no locks nobody waits.
func lockDirectory(ctx context.Context, path string) (lock *flock.Flock, isLocked bool) {
	deadline, _ := ctx.Deadline()
	waiting, cancel := context.WithTimeout(ctx, time.Until(deadline)/2)
	defer cancel()
	lock = newDirectoryLock(path)
	isLocked, _ = lock.TryLockContext(waiting, lockPoll)
	return lock, isLocked
}
