//go:build unix

package ecr

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// newCacheDir makes a directory for a cache, below one that the user may
// change.
func (f *faults) newCacheDir(t *testing.T, parent string) string {
	t.Helper()
	f.giveToUser(t, parent)
	dir := filepath.Join(parent, "cache")
	f.repair(t, dir)
	return dir
}

func (f *faults) giveToUser(t *testing.T, path string) {
	t.Helper()
	if f.user.Credential == nil {
		return
	}
	testenv.Must(t, os.Lchown(path, nobody, nobody))
}

// mountSmallDisk mounts a file system that is full soon.
func (f *faults) mountSmallDisk(t *testing.T) (dir string, ok bool) {
	t.Helper()
	if f.user.Credential == nil {
		return "", false
	}
	dir = f.newDir(t)
	if output, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", dir).CombinedOutput(); err != nil {
		testenv.Without(t, fmt.Sprintf("a small disk: mounting a tmpfs: %v: %s", err, output))
		return "", false
	}
	t.Cleanup(func() {
		if output, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmounting the tmpfs: %v: %s", err, output)
		}
	})
	return dir, true
}
