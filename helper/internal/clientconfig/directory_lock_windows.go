package clientconfig

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// newDirectoryLock returns the lock of a directory. Windows locks files alone: one of
// this user's own, which stays, stands for the directory.
func newDirectoryLock(path string) *flock.Flock {
	sum := sha256.Sum256([]byte(strings.ToLower(path)))
	name := fmt.Sprintf("docker-credential-%s-%x.lock", HelperName, sum[:8])
	return flock.New(filepath.Join(os.TempDir(), name), flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
}
