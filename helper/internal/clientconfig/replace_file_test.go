package clientconfig

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// put replaces the file at path as Docker does, which takes no lock
// (github.com/docker/cli, cli/config/configfile/file.go).
func put(t *testing.T, path, text string) {
	t.Helper()
	write(t, path+".other", text, 0o600)
	if err := os.Rename(path+".other", path); err != nil {
		t.Error(err)
	}
}

func textOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	for tries := 0; isOpenElsewhere(err) && tries < 100; tries++ { // as while it is renamed
		time.Sleep(10 * time.Millisecond)
		text, err = os.ReadFile(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}

// TestOthersChangesStay changes the file after it was read, twice.
func TestOthersChangesStay(t *testing.T) {
	t.Parallel()
	login := func(n int) string { return fmt.Sprintf(`{"auths": {"other%d.example": {"auth": "dTpw"}}}`, n) }
	const want = `{"auths": {"other2.example": {"auth": "dTpw"}}, "credHelpers": {"a.example": "secrets"}}`
	for name, test := range map[string]struct {
		before string
		change func(t *testing.T, path string, n int)
		want   string
	}{
		"renamed into place": {"{}", func(t *testing.T, path string, n int) { put(t, path, login(n)) }, want},
		"written in place":   {"{}", func(t *testing.T, path string, n int) { write(t, path, login(n), 0o600) }, want},
		"made":               {"", func(t *testing.T, path string, n int) { put(t, path, login(n)) }, want},
		"same text, another mode": {`{"auths": {}}`, func(t *testing.T, path string, n int) { _ = os.Chmod(path, 0o400) },
			`{"auths": {}, "credHelpers": {"a.example": "secrets"}}`},
		"removed": {login(0), func(t *testing.T, path string, n int) { _ = os.Remove(path) },
			"{\n\t\"credHelpers\": {\n\t\t\"a.example\": \"secrets\"\n\t}\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "same text, another mode" && runtime.GOOS == "windows" {
				t.Skip("there it is read-only then, and refused")
			}
			path := filepath.Join(t.TempDir(), "config.json")
			if test.before != "" {
				write(t, path, test.before, 0o600)
			}
			reads := 0
			_, _, err := UpdateFile(deadline(t), path, func(d Document) (Document, error) {
				if reads++; reads <= 2 {
					test.change(t, path, reads)
				}
				return addOne().Apply(d)
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, textOf(t, path)); diff != "" {
				t.Errorf("file (-want +got):\n%s", diff)
			}
			if mode := modeOf(t, path); mode.Perm()&0o077 != 0 && runtime.GOOS != "windows" {
				t.Errorf("file has mode %v", mode)
			}
		})
	}
}

func TestEndlessChangesEndInAnError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.json")
	write(t, path, "{}", 0o600)
	ctx, cancel := context.WithTimeout(deadline(t), 100*time.Millisecond)
	defer cancel()
	n := 0
	_, _, err := UpdateFile(ctx, path, func(d Document) (Document, error) {
		n++
		put(t, path, fmt.Sprintf(`{"n": %d}`, n))
		return addOne().Apply(d)
	})
	if err == nil || !strings.Contains(err.Error(), "was changed by another program again and again") {
		t.Errorf("error %v", err)
	}
	if got, want := textOf(t, path), fmt.Sprintf(`{"n": %d}`, n); got != want {
		t.Errorf("file is %s, want %s", got, want)
	}
	checkOnly(t, filepath.Dir(path), "config.json")
}

// TestLateChangesArePutBack changes the file after the last look at it: what
// a swap then took away must come back. Whoever read our text before that
// may write it on without that, so that a copy is kept; so is what came out
// last, which the newer one may have been written without.
func TestLateChangesArePutBack(t *testing.T) {
	t.Parallel()
	needSwap(t)
	for name, test := range map[string]struct {
		meanwhile  func(t *testing.T, path string) // while theirs is beside
		want, kept string
	}{
		"read":     {func(*testing.T, string) {}, "theirs", "theirs"},
		"replaced": {func(t *testing.T, path string) { put(t, path, "newer") }, "newer", "theirs"},
		"removed":  {func(t *testing.T, path string) { _ = os.Remove(path) }, "", "theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path, beside := filepath.Join(dir, "config.json"), filepath.Join(dir, ".config.json.new-1", "config.json")
			write(t, path, "ours", 0o600) // as a swap left them
			writeBeside(t, dir, ".config.json.new-1", "theirs")
			ours, err := readVersion(path)
			if err != nil {
				t.Fatal(err)
			}
			test.meanwhile(t, path)
			kept, err := settle(beside, path, ours, version{text: []byte("old"), info: ours.info})
			if !errors.Is(err, errChanged) {
				t.Error(err)
			}
			if got := textOf(t, path); got != test.want {
				t.Errorf("file is %q, want %q", got, test.want)
			}
			if diff := cmp.Diff([]string{kept}, Leftovers(path)); diff != "" || textOf(t, kept) != test.kept {
				t.Errorf("kept %q beside (-want +got):\n%s", textOf(t, kept), diff)
			}
		})
	}
}

// TestWhatOurTextHidIsKept has another program write on what it read: our text,
// which was then taken back, or the one that was put back.
func TestWhatOurTextHidIsKept(t *testing.T) {
	t.Parallel()
	const (
		hidden  = `{"auths":{"first.example":{"auth":"dTpw"}}}`
		without = `{"auths":{"second.example":{"auth":"dTpw"}},"credHelpers":{"a.example":"secrets"}}`
	)
	for name, test := range map[string]struct {
		first, second string // by the other program
		left          []string
	}{
		"ours":         {without, "", []string{".config.json.new-1", "config.json"}},
		"ours, late":   {hidden, without, []string{".config.json.new-1", "config.json"}},
		"the put back": {`{"auths":{"first.example":{"auth":"dTpw"},"second.example":{"auth":"dTpw"}}}`, "", []string{"config.json"}},
		"nothing":      {hidden, "", []string{"config.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "config.json")
			write(t, path, `{"auths":{}}`, 0o600)
			kept := filepath.Join(dir, ".config.json.new-1", "config.json")
			writes := 0
			before, after, err := retryOnChange(deadline(t), path, addOne().Apply, func(e edit, ctx context.Context) (string, error) {
				switch writes++; {
				case writes == 1:
					writeBeside(t, dir, ".config.json.new-1", hidden)
					put(t, path, test.first)
					return kept, errChanged
				case writes == 2 && test.second != "":
					put(t, path, test.second)
				}
				return e.write(ctx)
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"credHelpers.a.example: not set -> secrets"}, Changes(before, after)); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			checkOnly(t, dir, test.left...)
		})
	}
}

// needSwap skips a test where two files can't be swapped.
func needSwap(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	one, other := filepath.Join(dir, "one"), filepath.Join(dir, "other")
	write(t, one, "", 0o600)
	write(t, other, "", 0o600)
	if err := swapFiles(one, other); err != nil {
		t.Skip("files can't be swapped here: ", err)
	}
}

// checkOnly makes sure that the directory has these entries.
func checkOnly(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s holds (-want +got):\n%s", dir, diff)
	}
}
