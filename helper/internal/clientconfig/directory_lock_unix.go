//go:build unix

package clientconfig

import (
	"os"

	"github.com/gofrs/flock"
)

// newDirectoryLock returns the lock of a directory, which that is itself.
func newDirectoryLock(path string) *flock.Flock { return flock.New(path, flock.SetFlag(os.O_RDONLY)) }
