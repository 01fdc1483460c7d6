package secrets

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLongestFile reads a file that is just as large as one may be.
func TestLongestFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if content, err := ReadFile(path); err != nil || len(content) != 1<<20 {
		t.Errorf("%d bytes, %v", len(content), err)
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "value")
	large := filepath.Join(dir, "large")
	for path, content := range map[string]string{file: "value\n", large: strings.Repeat("x", maxFileSize+1)} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if content, err := ReadFile(file); err != nil || string(content) != "value\n" {
		t.Errorf("got %q, %v", content, err)
	}
	for path, want := range map[string]error{dir: errNotRegular, large: errTooLarge, filepath.Join(dir, "none"): fs.ErrNotExist} {
		if _, err := ReadFile(path); !errors.Is(err, want) {
			t.Errorf("%s: got error %v, want %v", path, err, want)
		}
	}
}
