package exchange_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestFIPSOnly has emulators' short keys in a process that only FIPS 140 is
// allowed to.
func TestFIPSOnly(t *testing.T) {
	t.Parallel()
	if !isRerun(t, "GODEBUG=fips140=only") {
		return
	}
	w := newWorld(t)
	for key, calls := range map[string]int{"short-key-12": 2, "another-key-of-some-length": 1} {
		w.identity.SecretAccessKey = key
		w.identity.AccessKeyID = key
		w.aws.AddIdentity(w.identity)
		w.ask(t, host)
		before := len(w.aws.Calls())
		w.mustGet(t)
		w.mustGet(t)
		if n := len(w.aws.Calls()) - before; n != calls {
			t.Errorf("a key of %d characters: %d calls, want %d", len(key), n, calls)
		}
	}
	w.request.Identity.SecretAccessKey = hidden.Of("test")
	if diff := cmp.Diff(ecr.Failure{Cause: ecr.KeyTooShort}, w.mustFail(t, patience)); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}
