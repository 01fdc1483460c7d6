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

// TestOnlyTheNewDirectoryIsGiven guards the time between making a directory
// and giving it away, in which the owner of the one above can swap it.
func TestOnlyTheNewDirectoryIsGiven(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give directories away")
	}
	const user = 12345
	for name, swap := range map[string]func(home, other string) error{
		"a link":         func(home, other string) error { return os.Symlink(other, filepath.Join(home, ".docker")) },
		"a link near by": func(home, _ string) error { return os.Symlink("roots", filepath.Join(home, ".docker")) },
		"another, in use": func(home, _ string) error {
			return os.Rename(filepath.Join(home, "roots"), filepath.Join(home, ".docker"))
		},
		"a file": func(home, other string) error {
			return os.Link(filepath.Join(other, "file"), filepath.Join(home, ".docker"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			home, other := filepath.Join(base, "home"), filepath.Join(base, "other")
			roots := filepath.Join(home, "roots")
			for _, dir := range []string{home, other, roots} {
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			write(t, filepath.Join(other, "file"), "", 0o600)
			write(t, filepath.Join(roots, "file"), "", 0o600)
			if err := os.Chown(home, user, user); err != nil {
				t.Fatal(err)
			}
			if err := swap(home, other); err != nil {
				t.Fatal(err)
			}
			parent, err := os.OpenRoot(home)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = parent.Close() }()
			_ = giveNewDirectory(parent, ".docker")
			for _, path := range []string{other, filepath.Join(other, "file"), filepath.Join(home, ".docker")} {
				if owner := ownerOf(t, path); owner != 0 {
					t.Errorf("%s belongs to %d", path, owner)
				}
			}
		})
	}
}
