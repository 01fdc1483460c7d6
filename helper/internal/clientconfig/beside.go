package clientconfig

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often an update looks whether another one has ended.
const lockPoll = 5 * time.Millisecond

// lockDirectory keeps other updates, and nobody else, from a directory until
// the lock is closed or the process ends: an exchange shows its text before that
// is sure to stay, and no update may go on from there. It waits for half of the
// time that ctx leaves, since one that was stopped must stop no other. On systems
// that can't lock a directory, as Windows, nobody waits.
func lockDirectory(ctx context.Context, path string) (lock *flock.Flock, isLocked bool) {
	deadline, _ := ctx.Deadline()
	waiting, cancel := context.WithTimeout(ctx, time.Until(deadline)/2)
	defer cancel()
	lock = flock.New(path, flock.SetFlag(os.O_RDONLY))
	isLocked, _ = lock.TryLockContext(waiting, lockPoll)
	return lock, isLocked
}

// besidePrefix begins the names of files that are to replace the one at path;
// digits follow.
func besidePrefix(path string) string { return "." + filepath.Base(path) + ".new-" }

// createBeside writes a file that is to replace the one at path. Until it is
// complete it is for this user only.
func createBeside(path string, text []byte, old fs.FileInfo) (beside string, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), besidePrefix(path)+"*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if err = cmp.Or(err, keepAccess(file, old), file.Sync(), file.Close()); err != nil {
		_ = os.Remove(file.Name())
	}
	return file.Name(), err
}

// removeLeftovers removes what updates that were killed left beside the file
// at path. Its directory is locked, so that no update is at work there.
func removeLeftovers(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, entry := range entries {
		digits, isOurs := strings.CutPrefix(entry.Name(), besidePrefix(path))
		if isOurs && digits != "" && strings.Trim(digits, "0123456789") == "" && entry.Type().IsRegular() {
			_ = os.Remove(filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
}
