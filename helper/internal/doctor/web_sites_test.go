package doctor

import "testing"

// TestSitesAreFixedAsShown has fixes that a report for everybody shows in full.
func TestSitesAreFixedAsShown(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"github.com":                       "set X to ghcr.io",
		"eu-west-1.console.aws.amazon.com": "set X to the registry's host, as <account>.dkr.ecr.<region>.amazonaws.com",
		"console.cloud.google.com":         "set X to the registry's host, as europe-west1-docker.pkg.dev",
	} {
		found := CheckLookalike(host, "X")
		newShortener().findings(found)
		if len(found) != 1 || found[0].Fix != want {
			t.Errorf("%s: %+v, want %q", host, found, want)
		}
	}
}
