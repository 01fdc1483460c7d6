package secrets

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, longest, large := filepath.Join(dir, "value"), filepath.Join(dir, "longest"), filepath.Join(dir, "large")
	contents := map[string]string{file: "value\n", longest: strings.Repeat("x", 1<<20), large: strings.Repeat("x", 1<<20+1)}
	for path, content := range contents {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{file, longest} {
		if content, err := ReadFile(path); err != nil || string(content) != contents[path] {
			t.Errorf("%s: got %d bytes, %v", path, len(content), err)
		}
	}
	for path, want := range map[string]error{dir: errNotRegular, large: errTooLarge, filepath.Join(dir, "none"): fs.ErrNotExist} {
		if _, err := ReadFile(path); !errors.Is(err, want) {
			t.Errorf("%s: got error %v, want %v", path, err, want)
		}
	}
}
