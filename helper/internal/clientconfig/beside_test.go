package clientconfig

import (
	"fmt"
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
	const gone = 1 << 30 // no system numbers processes that far
	var kept []string
	for name, isLeft := range map[string]bool{
		".config.json.new":                                   false,
		fmt.Sprintf(".config.json.%d-123.new", gone):         false,
		fmt.Sprintf(".config.json.%d-1.new", os.Getpid()):    true,
		fmt.Sprintf(".config.json.%d-123.new", os.Getppid()): true,
		fmt.Sprintf(".config.json.%d-a.new", gone):           true,
		fmt.Sprintf(".config.json.%d.new", gone):             true,
		fmt.Sprintf(".config.json.%d-1.newer", gone):         true,
		fmt.Sprintf(".config.jsonx.%d-1.new", gone):          true,
		fmt.Sprintf("config.json.%d-1.new", gone):            true,
		".config.json.0-1.new":                               true,
		".config.json.--1-1.new":                             true,
		".config.json..new":                                  true,
		".config.json.lock":                                  true,
		"config.json.new":                                    true,
	} {
		write(t, filepath.Join(dir, name), "{half", 0o666)
		if isLeft {
			kept = append(kept, name)
		}
	}
	old := filepath.Join(dir, fmt.Sprintf(".config.json.%d-2.new", os.Getpid()))
	write(t, old, "{half", 0o600)
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(old, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
	directory := filepath.Join(dir, fmt.Sprintf(".config.json.%d-2.new", gone))
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

func TestFilesBesideAreForTheirUserOnly(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	path := filepath.Join(t.TempDir(), "config.json")
	file, err := createBeside(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if mode := modeOf(t, file.Name()); mode != 0o600 {
		t.Errorf("mode %v", mode)
	}
	if process, ok := makerOf(filepath.Base(file.Name()), "config.json"); !ok || process != os.Getpid() {
		t.Errorf("%s is by %d, %v", file.Name(), process, ok)
	}
}

// TestPlantedLinksReachNothing plants links under the names that an update
// uses, or used, for itself.
func TestPlantedLinksReachNothing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{".config.json.new", ".config.json.lock", ".config.json.1-1.new"} {
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
