package ecr

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheck tries directories, and leaves nothing in them.
func TestCheck(t *testing.T) {
	t.Parallel()
	there := t.TempDir()
	open := filepath.Join(there, "open")
	file := filepath.Join(there, "file")
	if err := os.Mkdir(open, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]bool{open: true, filepath.Join(there, "new", "below"): true, file: false, filepath.Join(file, "below"): false, "": false} {
		cache := Cache{Dir: dir}
		for range 2 {
			if err := cache.Check(); (err == nil) != want || err != nil && strings.Contains(err.Error(), there) {
				t.Errorf("%s: %v", dir, err)
			}
		}
		if !want {
			continue
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: %d files are left (%v)", dir, len(left), err)
		}
	}
}
