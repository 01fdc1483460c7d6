package ecr

import (
	"os"
	"path/filepath"
	"testing"
)

// TestIsUsable tries directories, and leaves nothing in them.
func TestIsUsable(t *testing.T) {
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
			if got := cache.IsUsable(); got != want {
				t.Errorf("%s: usable: %v", dir, got)
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
