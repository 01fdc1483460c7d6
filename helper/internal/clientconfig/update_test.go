package clientconfig

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

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
