package clientconfig

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func update(t *testing.T, path string, change Change) {
	t.Helper()
	if _, _, err := UpdateFile(deadline(t), path, change.Apply); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func modeOf(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

func addOne() Change { return Change{Keys: []string{"a.example"}} }

func TestNewFileIsForItsUserOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "home", ".docker", "config.json")
	update(t, path, addOne())
	if runtime.GOOS == "windows" {
		return
	}
	if mode := modeOf(t, filepath.Dir(path)); mode != fs.ModeDir|0o700 {
		t.Errorf("directory has mode %v", mode)
	}
	if mode := modeOf(t, path); mode != 0o600 {
		t.Errorf("file has mode %v", mode)
	}
}

func TestModeAndLinkStay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	real, link := filepath.Join(dir, "dotfiles.json"), filepath.Join(dir, "config.json")
	write(t, real, "{}", 0o640)
	if err := os.Symlink("dotfiles.json", link); err != nil {
		t.Skip("links: ", err)
	}
	update(t, link, addOne())
	if mode := modeOf(t, link); mode&fs.ModeSymlink == 0 {
		t.Errorf("the link became %v", mode)
	}
	if mode := modeOf(t, real); runtime.GOOS != "windows" && mode != 0o640 {
		t.Errorf("file has mode %v", mode)
	}
	if document, err := ReadFile(real); err != nil || document.Helpers()["a.example"] != HelperName {
		t.Errorf("the file behind the link has %v (%v)", document.Helpers(), err)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	update(t, path, addOne())
	update(t, path, Change{Remove: true})
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "config.json" {
			t.Errorf("left %s", name)
		}
	}
}

func TestRefusedFilesStayUntouched(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"not JSON":  "{,}",
		"duplicate": `{"auths": {}, "auths": {}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "config.json")
			write(t, path, text, 0o600)
			if _, _, err := UpdateFile(deadline(t), path, addOne().Apply); err == nil {
				t.Error("no error")
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != text {
				t.Errorf("became %q (%v)", got, err)
			}
		})
	}
}

func TestWithoutChangeNothingIsMade(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	update(t, filepath.Join(dir, "sub", "config.json"), Change{Remove: true})
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("made %v (%v)", entries, err)
	}
}

func TestManyAtOnceLoseNoEntry(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.json")
	want := make(map[string]string)
	var running sync.WaitGroup
	for i := range 20 {
		key := fmt.Sprintf("r%d.example", i)
		want[key] = HelperName
		running.Go(func() {
			_, _, err := UpdateFile(deadline(t), path, Change{Keys: []string{key}}.Apply)
			if err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	document, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, document.Helpers()); diff != "" {
		t.Errorf("helpers (-want +got):\n%s", diff)
	}
}

func TestFileSystemErrorsNameTheNextStep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cause error
		want  string
	}{
		"mounted file":        {&os.LinkError{Op: "rename", Err: syscall.EBUSY}, "mount its directory instead"},
		"read-only directory": {&fs.PathError{Op: "open", Err: syscall.EACCES}, "make its directory writable"},
		"immutable file":      {&os.LinkError{Op: "rename", Err: syscall.EPERM}, "if it is immutable, run chattr -i"},
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
		"file":      {"config.json", "config.json", "a link to what does not exist"},
		"directory": {".docker", filepath.Join(".docker", "config.json"), "a link to what does not exist"},
		"above":     {"home", filepath.Join("home", ".docker", "config.json"), "a link to what does not exist"},
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
