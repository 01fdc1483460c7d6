package helper

import (
	"errors"
	"os"
	"testing"
)

// TestNoCacheDirectory: where nobody names a directory there is no cache, least of all
// one below the root.
func TestNoCacheDirectory(t *testing.T) {
	t.Parallel()
	for name, userCacheDir := range map[string]func() (string, error){
		"none":     func() (string, error) { return "", errors.New("no home") },
		"empty":    func() (string, error) { return "", nil },
		"relative": func() (string, error) { return "cache", nil },
	} {
		if dir := (settings{}).cacheDir(userCacheDir); dir != "" {
			t.Errorf("%s: %s", name, dir)
		}
	}
	home := func() (string, error) { return os.TempDir(), nil }
	if dir := (settings{}).cacheDir(home); dir == "" {
		t.Error("no cache in a home")
	}
}
