//go:build unix

package ecr

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestCacheKeepsOut(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(dir string) error{
		"writable by the group": func(dir string) error { return os.Chmod(dir, 0o770) },
		"writable by others":    func(dir string) error { return os.Chmod(dir, 0o707) },
		"a link": func(dir string) error {
			if err := os.Rename(dir, dir+".moved"); err != nil {
				return err
			}
			return os.Symlink(dir+".moved", dir)
		},
		"a file": func(dir string) error {
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
			return os.WriteFile(dir, []byte("a file"), 0o600)
		},
		"a pipe": func(dir string) error {
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
			return syscall.Mkfifo(dir, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cache, request := testCache(t), testRequest()
			entryOf(t, cache, request).PutToken(testToken())
			if err := spoil(cache.Dir); err != nil {
				t.Fatal(err)
			}
			if _, ok := entryOf(t, cache, request).Token(); ok {
				t.Error("a token is read")
			}
			entryOf(t, cache, request).PutToken(testToken())
			if _, ok := entryOf(t, cache, request).LockPath(); ok {
				t.Error("a lock is placed")
			}
		})
	}
}

// To open a pipe that nobody writes to never ends.
func TestCacheOfPipes(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	entryOf(t, cache, request).PutToken(testToken())
	lock, ok := entryOf(t, cache, request).LockPath()
	if !ok {
		t.Fatal("no place for a lock")
	}
	for path := range cacheFiles(t, cache) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := entryOf(t, cache, request).Token(); ok {
		t.Error("a token is read from a pipe")
	}
	if err := syscall.Mkfifo(lock, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := entryOf(t, cache, request).LockPath(); ok {
		t.Error("a pipe serves as a lock")
	}
}

// TestNearestExisting climbs up to where a directory could be made.
func TestNearestExisting(t *testing.T) {
	t.Parallel()
	there := t.TempDir()
	for dir, want := range map[string]string{
		there:                               there,
		filepath.Join(there, "new"):         there,
		filepath.Join(there, "new", "more"): there,
		"/no-such-directory":                "/",
		"/no-such-directory/more":           "/",
	} {
		if got := nearestExisting(dir); got != want {
			t.Errorf("%s: %s, want %s", dir, got, want)
		}
	}
}

// TestMayCreateBelow asks for root and for another user.
func TestMayCreateBelow(t *testing.T) {
	t.Parallel()
	none := filepath.Join(t.TempDir(), "none")
	for _, test := range []struct {
		dir  string
		user int
		want bool
	}{
		{"/", 0, true}, {none, 0, false},
		{"/", 12345, true}, {none, 12345, true},
	} {
		if got := mayCreateBelow(test.dir, test.user); got != test.want {
			t.Errorf("user %d below %s: %v, want %v", test.user, test.dir, got, test.want)
		}
	}
}

func TestCacheOfAnotherUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can make another user's directory")
	}
	home := t.TempDir()
	if err := os.Chown(home, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	cache := Cache{Dir: filepath.Join(home, ".cache", "docker-credential-secrets")}
	entryOf(t, cache, testRequest()).PutToken(testToken())
	if entries, err := os.ReadDir(home); err != nil || len(entries) != 0 {
		t.Errorf("root left %v in a home that is not its own (%v)", entries, err)
	}
}

func TestCacheOwnedByAnotherUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give a directory away")
	}
	cache, request := testCache(t), testRequest()
	entryOf(t, cache, request).PutToken(testToken())
	if err := os.Chown(cache.Dir, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if _, ok := entryOf(t, cache, request).Token(); ok {
		t.Error("a token is read from another user's directory")
	}
	if _, ok := entryOf(t, cache, request).LockPath(); ok {
		t.Error("a lock is placed in another user's directory")
	}
}

func TestCacheModes(t *testing.T) {
	t.Parallel()
	cache := testCache(t)
	entryOf(t, cache, testRequest()).PutToken(testToken())
	for path := range cacheFiles(t, cache) {
		assertMode(t, path, 0o600)
	}
	assertMode(t, cache.Dir, os.ModeDir|0o700)
	assertMode(t, filepath.Dir(cache.Dir), os.ModeDir|0o700)
}

func assertMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != want {
		t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
	}
}
