//go:build unix

package dockerconfig

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func ownerOf(t *testing.T, path string) uint32 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Uid
}

func TestRootLeavesFilesToTheirUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can make files of another user")
	}
	const user = 12345
	home := t.TempDir()
	if err := os.Chown(home, user, user); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(home, ".docker", "config.json")
	update(t, path, addOne())
	for _, made := range []string{filepath.Dir(path), path} {
		if owner := ownerOf(t, made); owner != user {
			t.Errorf("%s belongs to %d", filepath.Base(made), owner)
		}
	}
	if err := os.Chown(path, user+1, user+1); err != nil {
		t.Fatal(err)
	}
	update(t, path, Change{Default: true})
	if owner := ownerOf(t, path); owner != user+1 {
		t.Errorf("file belongs to %d after a change", owner)
	}
}
