package ecr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nearMisses are servers that only look like registries of ECR.
func nearMisses() []string {
	const good = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	replace := func(old, text string) string { return strings.Replace(good, old, text, 1) }
	return []string{
		replace("123456789012", "12345678901"),
		replace("123456789012", "1234567890123"),
		replace("123456789012", "12345678901a"),
		replace("123456789012", "-23456789012"),
		replace("123456789012.", ""),
		"x." + good,
		"123456789012." + good,
		replace(".dkr", ".x.dkr"),
		replace(".ecr", ".x.ecr"),
		replace(".us-east-1", ".x.us-east-1"),
		replace("us-east-1.", "us-east-1.x."),
		good + ".evil.example",
		good + ".",
		good + "x",
		good + ".cn.example",
		replace(".amazonaws", ".xamazonaws"),
		replace(".amazonaws", "-amazonaws"),
		good + ":5000",
		good + ":80",
		good + ":4433",
		replace("us-east-1", "cn-north-1"),
		replace("us-east-1", "eusc-de-east-1"),
		replace("us-east-1", "us-iso-east-1"),
		replace("us-east-1", "us-isob-east-1"),
		good + ".cn",
		replace("amazonaws.com", "amazonaws.eu"),
		replace("amazonaws.com", "c2s.ic.gov"),
		replace("amazonaws.com", "on.aws"),
		replace(".dkr.ecr", ".dkr-ecr"),
		replace(".ecr.", ".ecr-fips-x."),
		replace(".ecr.", ".ecr-fip."),
		replace(".ecr.", ".ecrfips."),
		replace(".ecr.", ".ecr-public."),
		replace("us-east-1", "us-east"),
		replace("us-east-1", "us-east-"),
		replace("us-east-1", "useast1"),
		replace("us-east-1", "us-east-1a"),
		replace("us-east-1", "us-3ast-1"),
		replace("us-east-1", "us_east_1"),
		replace("us-east-1.", ""),
		"123456789012.dkr-ecr.cn-north-1.on.aws",
		"123456789012.dkr-ecr.us-east-1.on.amazonwebservices.com.cn",
		"123456789012.dkr-ecr.us-east-1.on.aws.example",
		"api.ecr.us-east-1.amazonaws.com",
		"ecr.us-east-1.api.aws",
		"x.public.ecr.aws",
		"public.ecr.aws.evil.example",
		"publicxecr.aws",
		"public.ecr.aws:5000",
		"ecr-public.aws.com:5000",
		"x.ecr-public.aws.com",
		"ecr.aws",
	}
}

// testNearMisses sets AWS keys for what is no registry of ECR: nobody is
// asked for a token, and the keys are answered to nobody.
func (s *stage) testNearMisses(t *testing.T) {
	outside := s.newOutside(t, "api.ecr.us-east-1.amazonaws.com")
	keys := s.newIdentity()
	for _, server := range nearMisses() {
		vars := s.environ(t, server, keys)
		for _, asked := range []string{server, stageHost} {
			run, tunnels := outside.ask(t, s.helper, asked, vars)
			if run.status != 1 || run.token != "" {
				t.Errorf("%s for the secret of %s: status %d", asked, server, run.status)
			}
			if strings.Contains(run.stdout+run.stderr, keys.SecretAccessKey) {
				t.Errorf("%s for the secret of %s: the secret key is in the output", asked, server)
			}
			if diff := cmp.Diff([]string(nil), tunnels); diff != "" {
				t.Errorf("%s for the secret of %s: tunnels (-want +got):\n%s", asked, server, diff)
			}
		}
	}
}
