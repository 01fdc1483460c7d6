package ecr

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// TestFleet starts as many helpers at once as a cluster has machines, each without a token and with a cache of its own.
// AWS gives few tokens a second and throttles the rest: all are served within the default time.
func TestFleet(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.aws.SetRate(8)
	const machines = 60
	asks := make([]question, machines)
	keys := s.newIdentity()
	for i := range asks {
		asks[i] = question{stageHost, s.environ(t, stageHost, keys)}
	}
	fleet := s.crowd(t, s.helper, asks)
	for _, run := range fleet.runs {
		s.check(t, run)
	}
	served, _ := s.tokens(fleet)
	throttled := s.aws.Count(awsendpoint.GetAuthorizationToken) - served
	t.Logf("%d of %d served, %d calls throttled", served, machines, throttled)
	if served != machines || throttled > 6*machines {
		t.Errorf("%d of %d served, %d calls throttled, want 6 a machine at most", served, machines, throttled)
	}
}
