package dockerconfig

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a waiter looks whether the lock is free.
const lockPoll = 10 * time.Millisecond

// lockFile keeps other processes of this program from the file until unlock,
// by a lock file beside it that is gone afterwards.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	lockPath := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".lock")
	for {
		lock := flock.New(lockPath, flock.SetFlag(os.O_CREATE|os.O_RDONLY|openNoFollow), flock.SetPermissions(0o600))
		locked, err := lock.TryLockContext(ctx, lockPoll)
		switch {
		case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
			return nil, fmt.Errorf("waiting for %s, which another process holds: try again", lockPath)
		case err != nil && isLink(lockPath):
			return nil, fmt.Errorf("%s is a link, which could lead the lock elsewhere: remove it", lockPath)
		case err != nil:
			return nil, err
		case locked && isSameFile(lock, lockPath):
			return func() {
				_ = os.Remove(lockPath) // Windows refuses while it is open
				_ = lock.Close()
			}, nil
		}
		// The holder before took its file away, and others may lock a new one.
		_ = lock.Close()
	}
}

func isSameFile(lock *flock.Flock, path string) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(held, named)
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}
