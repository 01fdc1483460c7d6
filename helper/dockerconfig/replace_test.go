package dockerconfig

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestWhatAKilledProcessLeftIsReplaced guards against files that pile up, and
// against a mode that somebody else gave.
func TestWhatAKilledProcessLeftIsReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	write(t, filepath.Join(dir, ".config.json.new"), "{half", 0o666)
	update(t, path, addOne())
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".new") {
			t.Errorf("left %s", entry.Name())
		}
	}
	if mode := modeOf(t, path); runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("file has mode %v", mode)
	}
}

// TestPlantedLinksReachNothing plants links under the names that an update
// uses for itself.
func TestPlantedLinksReachNothing(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("making a link needs a privilege here")
	}
	for name, isRefused := range map[string]bool{".config.json.new": false, ".config.json.lock": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, other := t.TempDir(), t.TempDir()
			victim, unborn := filepath.Join(other, "victim"), filepath.Join(other, "unborn")
			write(t, victim, "as it was", 0o640)
			for _, target := range []string{victim, unborn} {
				planted := filepath.Join(dir, name)
				if err := os.Symlink(target, planted); err != nil {
					t.Fatal(err)
				}
				_, _, err := UpdateFile(deadline(t), filepath.Join(dir, "config.json"), addOne().Apply)
				if (err != nil) != isRefused || isRefused && !strings.Contains(err.Error(), "remove it") {
					t.Errorf("error %v", err)
				}
				_ = os.Remove(planted)
				_ = os.Remove(filepath.Join(dir, "config.json"))
			}
			if text, err := os.ReadFile(victim); err != nil || string(text) != "as it was" || modeOf(t, victim) != 0o640 {
				t.Errorf("the link's target became %q, mode %v (%v)", text, modeOf(t, victim), err)
			}
			if _, err := os.Lstat(unborn); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the link's target was made (%v)", err)
			}
		})
	}
}

// TestLinkThatAppearsIsNotFollowed guards the time between finding out what
// the file is and reading it: what another may not read must not be copied.
func TestLinkThatAppearsIsNotFollowed(t *testing.T) {
	t.Parallel()
	home, other := t.TempDir(), filepath.Join(t.TempDir(), "other.json")
	write(t, other, `{"auths": {}}`, 0o600)
	if err := os.Symlink(other, filepath.Join(home, "config.json")); err != nil {
		t.Skip("links: ", err)
	}
	dir, err := os.OpenRoot(home)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = dir.Close() }()
	if text, _, err := readIn(dir, "config.json"); err == nil || len(text) > 0 {
		t.Errorf("read %q (%v)", text, err)
	}
}

func TestOnlyWhatWasWrittenIsRenamed(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	write(t, filepath.Join(base, "written"), "ours", 0o600)
	write(t, filepath.Join(base, "swapped"), "theirs", 0o600)
	dir, err := os.OpenRoot(base)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = dir.Close() }()
	written, err := dir.Stat("written")
	if err != nil {
		t.Fatal(err)
	}
	if err := rename(dir, "swapped", "config.json", written); err == nil {
		t.Error("another file was renamed")
	}
	if err := rename(dir, "written", "config.json", written); err != nil {
		t.Error(err)
	}
	if text, err := dir.ReadFile("config.json"); err != nil || string(text) != "ours" {
		t.Errorf("the file is %q (%v)", text, err)
	}
}

func TestFileSystemErrorsTellTheNextStep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cause error
		want  string
	}{
		"mounted file":        {&os.LinkError{Op: "rename", Err: syscall.EBUSY}, "mount its directory instead"},
		"read-only directory": {&fs.PathError{Op: "open", Err: syscall.EACCES}, "make its directory writable"},
		"read-only mount":     {&fs.PathError{Op: "open", Err: syscall.EROFS}, "make its directory writable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := withNextStep("config.json", test.cause); !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestBrokenLinksAreRefusedBeforeAndAfter(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ link, path, want string }{
		"file":      {"config.json", "config.json", "a link to a file that does not exist"},
		"directory": {".docker", filepath.Join(".docker", "config.json"), "a link to a directory that does not exist"},
		"above":     {"home", filepath.Join("home", ".docker", "config.json"), "a link to a directory that does not exist"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.Symlink("gone", filepath.Join(dir, test.link)); err != nil {
				t.Skip("links: ", err)
			}
			path := filepath.Join(dir, test.path)
			_, _, dry := PreviewFile(path, addOne().Apply)
			_, _, wet := UpdateFile(deadline(t), path, addOne().Apply)
			for _, err := range []error{dry, wet} {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %v, want one with %q", err, test.want)
				}
			}
		})
	}
}
