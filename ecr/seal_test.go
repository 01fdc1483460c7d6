package ecr

import (
	"os"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A file that anybody could open would be derived from names alone.
func TestNothingIsKeptWithoutASecretKey(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	request.Identity.SecretAccessKey = hidden.Of("")
	entryOf(t, cache, request).PutToken(testToken())
	entryOf(t, cache, request).PutFailure(time.Unix(1767225600, 0), Failure{Cause: KeyUnknown})
	if _, ok := entryOf(t, cache, request).Token(); ok {
		t.Error("a token is kept")
	}
	if _, ok := entryOf(t, cache, request).Failure(time.Unix(1767225600, 0), time.Minute); ok {
		t.Error("a failure is kept")
	}
	if path, ok := entryOf(t, cache, request).LockPath(); ok {
		t.Errorf("there is a lock: %s", path)
	}
	if files, _ := os.ReadDir(cache.Dir); len(files) > 0 {
		t.Errorf("%d files were written", len(files))
	}
}
