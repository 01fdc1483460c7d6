package dockerconfig

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gofrs/flock"
)

// TestLockOfATakenAwayFileIsNone guards the moment between opening the lock
// file and locking it, in which its holder may take it away.
func TestLockOfATakenAwayFileIsNone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	lock := flock.New(path)
	if locked, err := lock.TryLock(); !locked || err != nil {
		t.Fatal(locked, err)
	}
	defer func() { _ = lock.Close() }()
	if !isSameFile(lock, path) {
		t.Error("the lock's own file is another")
	}
	if err := os.Remove(path); err != nil {
		t.Skip("an open file can't be removed: ", err)
	}
	if isSameFile(lock, path) {
		t.Error("no file is the lock's")
	}
	write(t, path, "", 0o600)
	if isSameFile(lock, path) {
		t.Error("a new file is the lock's")
	}
}
