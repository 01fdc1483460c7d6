package ecr

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestCachePrunesEveryName has an old token whose name has all hexadecimal
// digits, and two that only look like it.
func TestCachePrunesEveryName(t *testing.T) {
	t.Parallel()
	cache, request, token := testCache(t), testRequest(), testToken()
	entryOf(t, cache, request).PutToken(token)
	old := token.Issued.Add(-MaxTokenLife - time.Minute)
	for name, isOurs := range map[string]bool{
		"ecr-0123456789abcdeffedcba9876543210.token": true,
		"ecr-0123456789abcdeffedcba987654321g.token": false,
		"ecr-0123456789abcdeffedcba987654321`.token": false,
		"ecr-00112233445566778899AABBCCDDEEFF.token": false,
		"0123456789abcdeffedcba9876543210.token":     false,
	} {
		path := filepath.Join(cache.Dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
		entryOf(t, cache, request).PutToken(token)
		if _, err := os.Lstat(path); os.IsNotExist(err) != isOurs {
			t.Errorf("%s: removed: %v", name, os.IsNotExist(err))
		}
	}
}
