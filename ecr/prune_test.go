package ecr

import (
	"os"
	"path/filepath"
	"strings"
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

func TestCachePrunes(t *testing.T) {
	t.Parallel()
	cache, request, token := testCache(t), testRequest(), testToken()
	entryOf(t, cache, request).PutToken(token)
	id := entryPrefix + strings.Repeat("0", entryIDChars)
	kept := []string{
		id + tokenKind, "README", id, id + ".txt", "short.token", id + "0" + tokenKind, id + "-theirs" + lockEnding, id + ".bak" + failureKind,
		id + newEnding, id + "." + newEnding, id + "abc" + newEnding, id + ".ABC" + newEnding, id + ".abc.def" + newEnding,
		id + ".12345678901234" + newEnding, entryPrefix + strings.Repeat("A", entryIDChars) + tokenKind,
		// What other programs may have in a directory that the user named.
		strings.TrimPrefix(id, entryPrefix) + lockEnding, "xcr-" + strings.Repeat("0", entryIDChars) + tokenKind,
	}
	gone := []string{id[:len(id)-1] + "1" + tokenKind, id + failureKind, id + lockEnding, id + ".abc" + newEnding, id + ".3w5e11264sgsf" + newEnding}
	directory := filepath.Join(cache.Dir, id[:len(id)-1]+"2"+tokenKind)
	if err := os.Mkdir(directory, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(directory, token.Issued.Add(-2*MaxTokenLife), token.Issued.Add(-2*MaxTokenLife)); err != nil {
		t.Fatal(err)
	}
	age := map[string]time.Duration{kept[0]: 12*time.Hour - time.Minute}
	for _, name := range append(kept, gone...) {
		path := filepath.Join(cache.Dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		written := token.Issued.Add(-12*time.Hour - time.Minute)
		if young, ok := age[name]; ok {
			written = token.Issued.Add(-young)
		}
		if err := os.Chtimes(path, written, written); err != nil {
			t.Fatal(err)
		}
	}
	entryOf(t, cache, request).PutToken(token)
	if err := os.Remove(directory); err != nil {
		t.Errorf("a directory: %v", err)
	}
	files := cacheFiles(t, cache)
	for _, name := range kept {
		if _, ok := files[filepath.Join(cache.Dir, name)]; !ok {
			t.Errorf("%s was removed", name)
		}
	}
	for _, name := range gone {
		if _, ok := files[filepath.Join(cache.Dir, name)]; ok {
			t.Errorf("%s was not removed", name)
		}
	}
}
