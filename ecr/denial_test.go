package ecr

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestDenialIsKept has each denial kept for another process, with names and
// without.
func TestDenialIsKept(t *testing.T) {
	t.Parallel()
	now := time.Unix(1767225600, 0)
	for _, policy := range append(Policies(), 0) {
		for _, isExplicit := range []bool{false, true} {
			for _, detail := range []string{"", "arn:aws:iam::123456789012:user/ci"} {
				cache, request := Cache{Dir: t.TempDir()}, testRequest()
				want := Failure{Cause: RoleRefused, Detail: detail, Profile: detail, IsOfRole: isExplicit, Denial: Denial{policy, isExplicit, detail}}
				entryOf(t, cache, request).PutFailure(now, want)
				got, ok := entryOf(t, cache, request).Failure(now, time.Second)
				if diff := cmp.Diff(want, got); diff != "" || !ok {
					t.Errorf("%v %v: kept %v, -want +got\n%s", policy, isExplicit, ok, diff)
				}
			}
		}
	}
}
