//go:build unix

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
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
	if err := os.Lchown(path, nobody, nobody); err != nil {
		t.Fatal(err)
	}
}

// mountSmallDisk mounts a file system that is full soon.
func (f *faults) mountSmallDisk(t *testing.T) (dir string, ok bool) {
	t.Helper()
	if f.user.Credential == nil {
		t.Log("no full disk: not root")
		return "", false
	}
	dir = f.newDir(t)
	if output, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", dir).CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("mounting a tmpfs: %v: %s", err, output)
		}
		t.Logf("no full disk: mounting a tmpfs: %v: %s", err, output)
		return "", false
	}
	t.Cleanup(func() {
		if output, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmounting the tmpfs: %v: %s", err, output)
		}
	})
	return dir, true
}
