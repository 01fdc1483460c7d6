//go:build unix

package clientconfig

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestRootKeepsOutOfOthersFiles guards against what sudo leads to, which may
// keep HOME.
func TestRootKeepsOutOfOthersFiles(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can make files of another user")
	}
	for name, prepare := range map[string]func(t *testing.T, home, other string) (path string){
		"new directory": func(t *testing.T, home, _ string) string {
			own(t, home)
			return filepath.Join(home, ".docker", "config.json")
		},
		"new file": func(t *testing.T, home, _ string) string {
			own(t, home)
			return filepath.Join(home, "config.json")
		},
		"root's file in it": func(t *testing.T, home, _ string) string {
			write(t, filepath.Join(home, "config.json"), "{}", 0o600)
			own(t, home)
			return filepath.Join(home, "config.json")
		},
		"another's file": func(t *testing.T, home, _ string) string {
			path := filepath.Join(home, "config.json")
			write(t, path, "{}", 0o600)
			own(t, path)
			return path
		},
		"link to another's directory": func(t *testing.T, home, other string) string {
			write(t, filepath.Join(other, "dotfile"), "{}", 0o600)
			own(t, other)
			link(t, filepath.Join(other, "dotfile"), filepath.Join(home, "config.json"))
			return filepath.Join(home, "config.json")
		},
		"another's link to root's file": func(t *testing.T, home, other string) string {
			write(t, filepath.Join(other, "config.json"), "{}", 0o600)
			link(t, filepath.Join(other, "config.json"), filepath.Join(home, "config.json"))
			own(t, filepath.Join(home, "config.json"))
			return filepath.Join(home, "config.json")
		},
		"another's link to root's directory": func(t *testing.T, home, other string) string {
			write(t, filepath.Join(other, "config.json"), "{}", 0o600)
			link(t, other, filepath.Join(home, ".docker"))
			own(t, filepath.Join(home, ".docker"))
			return filepath.Join(home, ".docker", "config.json")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home, other := t.TempDir(), t.TempDir()
			path := prepare(t, home, other)
			_, _, dry := PreviewFile(path, addOne().Apply)
			_, _, wet := UpdateFile(deadline(t), path, addOne().Apply)
			for _, err := range []error{dry, wet} {
				if err == nil || !strings.Contains(err.Error(), "belongs to another user: run it as that user") {
					t.Errorf("error %v", err)
				}
			}
			for _, file := range []string{path, filepath.Join(other, "config.json"), filepath.Join(other, "dotfile")} {
				if text := textOf(t, file); text != "" && text != "{}" {
					t.Errorf("%s became %q", file, text)
				}
			}
			if info, err := os.Lstat(filepath.Join(home, ".docker")); err == nil && info.IsDir() {
				t.Error("a directory was made")
			}
		})
	}
}

// own gives a file to another user.
func own(t *testing.T, path string) {
	t.Helper()
	const user = 12345
	if err := os.Lchown(path, user, user); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

func TestGroupStays(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files to any group")
	}
	dir := t.TempDir()
	if err := os.Chown(dir, 0, 54321); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755|os.ModeSetgid); err != nil { // gives new files its group
		t.Fatal(err)
	}
	path := filepath.Join(dir, "config.json")
	write(t, path, "{}", 0o640)
	if err := os.Chown(path, 0, 12345); err != nil {
		t.Fatal(err)
	}
	update(t, path, addOne())
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if group := info.Sys().(*syscall.Stat_t).Gid; group != 12345 || modeOf(t, path) != 0o640 {
		t.Errorf("file has group %d, mode %v", group, modeOf(t, path))
	}
}

func TestHardLinksAreRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	write(t, path, "{}", 0o600)
	if err := os.Link(path, filepath.Join(dir, "dotfile")); err != nil {
		t.Skip("hard links: ", err)
	}
	_, _, dry := PreviewFile(path, addOne().Apply)
	_, _, wet := UpdateFile(deadline(t), path, addOne().Apply)
	for _, err := range []error{dry, wet} {
		if err == nil || !strings.Contains(err.Error(), "has another name (a hard link)") {
			t.Errorf("error %v", err)
		}
	}
	if text := textOf(t, path); text != "{}" {
		t.Errorf("file became %q", text)
	}
}

func TestCommandThatMakesReadable(t *testing.T) {
	t.Parallel()
	if got, want := makeReadable("a b"), `sudo chown -R "$USER" -- 'a b'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
