package ecr

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSeen looks into a cache before and after others change it: what was seen is
// what the last look showed, and nothing before the first.
func TestSeen(t *testing.T) {
	t.Parallel()
	cache, request := testCache(t), testRequest()
	entry := entryOf(t, cache, request)
	check := func(when string, want Token, wantSeen bool) {
		t.Helper()
		got, isSeen := entry.Seen()
		if diff := cmp.Diff(want, got); diff != "" || isSeen != wantSeen {
			t.Errorf("%s: seen: %t, -want +got\n%s", when, isSeen, diff)
		}
	}
	check("before a look", Token{}, false)
	entry.Token()
	check("after a look at nothing", Token{}, true)
	entryOf(t, cache, request).PutToken(testToken())
	check("without another look", Token{}, true)
	entry.Token()
	check("after a look at a token", testToken(), true)
	entryOf(t, cache, request).DropToken()
	entry.Token()
	check("after the token is dropped", Token{}, true)
}
