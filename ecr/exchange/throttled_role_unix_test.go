//go:build unix

package exchange_test

import (
	"maps"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestThrottledRoleIsKept has STS throttle once who has keys of AWS already: the token is kept under what those were
// given for all the same, and the next start finds it.
func TestThrottledRoleIsKept(t *testing.T) {
	t.Parallel()
	for i, kind := range ambientKinds(t, newWorld(t)) {
		if kind.want[awsendpoint.AssumeRole] == 0 {
			continue
		}
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			kind := ambientKinds(t, w)[i]
			files := map[string]string{"config": kind.config}
			maps.Copy(files, kind.files)
			variables := map[string]string{"HOME": home(t, files), "TEST_CACHE": t.TempDir()}
			maps.Copy(variables, kind.variables)
			w.aws.FailNext(1, awsendpoint.Fault{Operation: awsendpoint.AssumeRole, Code: "Throttling", Status: 400})
			var before int
			for start := range 2 {
				before = len(w.aws.Calls())
				if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
					t.Errorf("start %d: %+v", start, got)
				}
			}
			if n := len(w.aws.Calls()) - before; n > 0 {
				t.Errorf("%d calls of the second start, want none", n)
			}
		})
	}
}
