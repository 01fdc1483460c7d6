package ecr

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestCacheFilesTellNothing(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	request.Identity.SessionToken = hidden.Of("session-token")
	entryOf(t, cache, request).PutToken(testToken())
	entryOf(t, cache, request).PutFailure(testToken().Issued, Failure{Cause: NotPermitted, Detail: "arn:aws:iam::123456789012:user/ci"})
	if path, ok := entryOf(t, cache, request).LockPath(); !ok || os.WriteFile(path, nil, 0o600) != nil {
		t.Errorf("no lock at %q", path)
	}
	hidden := []string{
		testToken().Password.Reveal(), request.Identity.AccessKeyID.Reveal(), request.Identity.SecretAccessKey.Reveal(), request.Identity.SessionToken.Reveal(),
		request.Registry.Account, request.Registry.Region, "arn:aws",
	}
	for path, content := range cacheFiles(t, cache) {
		for _, text := range hidden {
			for _, form := range []string{text, base64.StdEncoding.EncodeToString([]byte(text))} {
				if strings.Contains(path+content, strings.TrimRight(form, "=")) {
					t.Errorf("%s shows %q", path, form)
				}
			}
		}
	}
}

// cacheFiles returns the content of every file in the cache by its path.
func cacheFiles(t *testing.T, cache Cache) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(cache.Dir)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for _, entry := range entries {
		path := filepath.Join(cache.Dir, entry.Name())
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[path] = string(content)
	}
	return files
}

func TestCacheMissesWhatIsBroken(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	entryOf(t, cache, request).PutToken(testToken())
	files := cacheFiles(t, cache)
	if len(files) != 1 {
		t.Fatalf("%d files in the cache, want 1", len(files))
	}
	for path, whole := range files {
		flipped := []byte(whole)
		flipped[len(flipped)/2] ^= 1
		version := []byte(whole)
		version[0]++
		for name, content := range map[string]string{
			"empty": "", "one byte": whole[:1], "cut": whole[:len(whole)-1], "longer": whole + "x", "flipped": string(flipped),
			"another version": string(version), "huge": strings.Repeat("\x01", maxEntrySize+1),
		} {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, ok := entryOf(t, cache, request).Token(); ok {
				t.Errorf("%s: taken for a token", name)
			}
		}
		// An entry of another kind is sealed under the same key.
		if err := os.WriteFile(strings.TrimSuffix(path, tokenKind)+failureKind, []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, ok := entryOf(t, cache, request).Failure(testToken().Issued, time.Hour); ok {
			t.Error("a token is taken for a failure")
		}
	}
}
