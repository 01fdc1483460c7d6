package clientconfig

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

func TestOnlyOurOwnLeftoversAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	needLock(t, dir)
	var kept []string
	for name, isLeft := range map[string]bool{
		".config.json.new-1234567890": false,
		".config.json.new-1":          false,
		".config.json.new":            true,
		".config.json.new-":           true,
		".config.json.new-12a":        true,
		".config.json.new-1-1":        true,
		".config.json.newer-1":        true,
		".config.json.1.new":          true,
		".config.jsonx.new-1":         true,
		"config.json.new-1":           true,
		".config.json.lock":           true,
	} {
		write(t, filepath.Join(dir, name), "{half", 0o666)
		if isLeft {
			kept = append(kept, name)
		}
	}
	directory := filepath.Join(dir, ".config.json.new-2")
	if err := os.Mkdir(directory, 0o700); err != nil {
		t.Fatal(err)
	}
	update(t, path, addOne())
	for _, name := range append(kept, filepath.Base(directory), "config.json") {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != len(kept)+2 {
		t.Errorf("%d entries, want %d (%v)", len(entries), len(kept)+2, err)
	}
	if mode := modeOf(t, path); runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("file has mode %v", mode)
	}
}

// needLock skips a test where a directory can't be locked.
func needLock(t *testing.T, dir string) {
	t.Helper()
	lock, isLocked := lockDirectory(deadline(t), dir)
	defer func() { _ = lock.Close() }()
	if !isLocked {
		t.Skip("directories can't be locked here")
	}
}

// TestAStoppedUpdateStopsNoOther holds the lock, as a process does that was
// stopped. What is beside the file may be its own.
func TestAStoppedUpdateStopsNoOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	needLock(t, dir)
	lock, _ := lockDirectory(deadline(t), dir)
	defer func() { _ = lock.Close() }()
	write(t, filepath.Join(dir, ".config.json.new-1"), "its own", 0o600)
	ctx, cancel := context.WithTimeout(deadline(t), 200*time.Millisecond)
	defer cancel()
	if _, _, err := UpdateFile(ctx, filepath.Join(dir, "config.json"), addOne().Apply); err != nil {
		t.Error(err)
	}
	checkOnly(t, dir, ".config.json.new-1", "config.json")
}

func TestFilesBesideAreForTheirUserOnly(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	beside, err := createBeside(filepath.Join(t.TempDir(), "config.json"), []byte("{}"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if mode := modeOf(t, beside); mode != 0o600 {
		t.Errorf("mode %v", mode)
	}
}

// TestPlantedLinksReachNothing plants links under the names that an update
// uses, or used, for itself.
func TestPlantedLinksReachNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{".config.json.new", ".config.json.lock", ".config.json.new-1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, other := t.TempDir(), t.TempDir()
			victim := filepath.Join(other, "victim")
			write(t, victim, "as it was", 0o640)
			for _, target := range []string{victim, filepath.Join(other, "unborn")} {
				if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
					t.Skip("links: ", err)
				}
				update(t, filepath.Join(dir, "config.json"), addOne())
				_ = os.Remove(filepath.Join(dir, name))
				_ = os.Remove(filepath.Join(dir, "config.json"))
			}
			if text := textOf(t, victim); text != "as it was" {
				t.Errorf("the link's target became %q", text)
			}
			checkOnly(t, other, "victim")
		})
	}
}
