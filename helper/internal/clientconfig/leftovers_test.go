package clientconfig

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestOnlyCopiesOfTheNewTextAreRemoved guards what others put beside the file,
// and what a swap took out before its process was killed.
func TestOnlyCopiesOfTheNewTextAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	needLock(t, dir)
	before, after := `{"auths":{}}`, `{"auths":{},"credHelpers":{"a.example":"secrets"}}`
	write(t, path, before, 0o640)
	kept := []string{"config.json"}
	for name, text := range map[string]string{
		".config.json.new-1":          after, // the first four go
		".config.json.new-1234567890": after[:20],
		".config.json.new-3":          "",
		".config.json.new-6":          gone,
		".config.json.new-2":          before,
		".config.json.new-20260101":   "a draft",
		".config.json.new-5":          after + " ",
		".config.json.new":            after,
		".config.json.new-":           after,
		".config.json.new-12a":        after,
		".config.json.new-1-1":        after,
		".config.jsonx.new-1":         after,
		"config.json.new-1":           after,
	} {
		writeBeside(t, dir, name, text)
		if !slices.Contains([]string{".config.json.new-1", ".config.json.new-1234567890", ".config.json.new-3", ".config.json.new-6"}, name) {
			kept = append(kept, name)
		}
	}
	write(t, filepath.Join(dir, ".config.json.new-4"), after, 0o600)
	kept = append(kept, ".config.json.new-4")
	update(t, path, addOne())
	slices.Sort(kept)
	checkOnly(t, dir, kept...)
	var named []string
	for _, left := range Leftovers(path) {
		named = append(named, filepath.Base(filepath.Dir(left)))
	}
	want := []string{".config.json.new-2", ".config.json.new-20260101", ".config.json.new-5"}
	if diff := cmp.Diff(want, named); diff != "" {
		t.Errorf("named (-want +got):\n%s", diff)
	}
}

// TestNothingIsRemovedWhereNothingIsWritten has a file beside whose text is
// that which is in the file, or would be.
func TestNothingIsRemovedWhereNothingIsWritten(t *testing.T) {
	t.Parallel()
	const done = `{"credHelpers":{"a.example":"secrets"}}`
	for name, test := range map[string]struct{ text, beside string }{
		"nothing to do": {done, done},
		"refused":       {"{,}", "{,}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, filepath.Join(dir, "config.json"), test.text, 0o600)
			writeBeside(t, dir, ".config.json.new-1", test.beside)
			_, _, _ = UpdateFile(deadline(t), filepath.Join(dir, "config.json"), addOne().Apply)
			checkOnly(t, dir, ".config.json.new-1", "config.json")
		})
	}
}

// TestFilesOfAnUpdateAtWorkAreNotNamed holds the lock, as it does.
func TestFilesOfAnUpdateAtWorkAreNotNamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	needLock(t, dir)
	lock, _ := lockDirectory(deadline(t), dir)
	defer func() { _ = lock.Close() }()
	writeBeside(t, dir, ".config.json.new-1", "")
	if named := Leftovers(filepath.Join(dir, "config.json")); named != nil {
		t.Errorf("named %q", named)
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
	const text = "{\n\t\"credHelpers\": {\n\t\t\"a.example\": \"secrets\"\n\t}\n}\n"
	writeBeside(t, dir, ".config.json.new-1", text)
	ctx, cancel := context.WithTimeout(deadline(t), 200*time.Millisecond)
	defer cancel()
	if _, _, err := UpdateFile(ctx, filepath.Join(dir, "config.json"), addOne().Apply); err != nil {
		t.Error(err)
	}
	checkOnly(t, dir, ".config.json.new-1", "config.json")
}

// TestFilesBesideAreForTheirUserOnly has a file that all can read.
func TestFilesBesideAreForTheirUserOnly(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	path := filepath.Join(t.TempDir(), "config.json")
	write(t, path, "{}", 0o644)
	old, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	beside, err := createBeside(path, []byte("{}"), old)
	if err != nil {
		t.Fatal(err)
	}
	if mode, directory := modeOf(t, beside), modeOf(t, filepath.Dir(beside)); mode != 0o644 || directory.Perm() != 0o700 {
		t.Errorf("mode %v in a directory of mode %v", mode, directory)
	}
}

// gone stands for the text of a file that does not exist.
const gone = "gone"

// writeBeside leaves what an update does that was killed.
func writeBeside(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
		t.Fatal(err)
	}
	if text != gone {
		write(t, filepath.Join(dir, name, "config.json"), text, 0o644)
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
