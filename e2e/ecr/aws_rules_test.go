package ecr

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestAWSRules has the helper assume a role and get a token in every region of
// every partition, and compares the hosts that it asks with those that AWS's SDK
// for JavaScript would ask: its rules are AWS's own, in another language than the
// SDK that the helper is linked with. NODE_PATH says where that is; its version
// is in .ci/npm.
func TestAWSRules(t *testing.T) {
	t.Parallel()
	testenv.Need(t, "node")
	if exec.CommandContext(t.Context(), "node", "-e", `require.resolve("@aws-sdk/client-ecr")`).Run() != nil {
		testenv.Missing(t, "AWS's SDK for JavaScript")
	}
	output, err := exec.CommandContext(t.Context(), "node", "testdata/endpoints.js").Output()
	testenv.Must(t, err)
	var rules [][]string
	var hosts []string
	for line := range strings.Lines(string(output)) {
		rules = append(rules, strings.Fields(line))
		hosts = append(hosts, rules[len(rules)-1][4:]...)
	}
	s := newStage(t)
	outside := s.newOutside(t, hosts...)
	asked := 0
	for _, rule := range rules {
		registry, isFIPS, sts, api := rule[1], rule[2], rule[4], rule[5]
		roleARN := "arn:" + rule[0] + ":iam::123456789012:role/reader"
		s.aws.AddRole(awsendpoint.Role{ARN: roleARN})
		vars := s.environ(t, registry, s.newIdentity()).With(environ.Vars{
			"WORK_CONTAINER_REGISTRY_ROLE_ARN": roleARN,
			"AWS_USE_FIPS_ENDPOINT":            isFIPS,
			"AWS_USE_DUALSTACK_ENDPOINT":       rule[3],
			"DOCKER_CREDENTIAL_SECRETS_CACHE":  "off",
		})
		worlds := map[string]environ.Vars{registry: vars}
		if named := strings.Replace(registry, ".dkr.ecr.", ".dkr.ecr-fips.", 1); isFIPS == "true" && named != registry {
			// The registry's own name says it as well as the switch.
			worlds[named] = vars.With(environ.Vars{"WORK_CONTAINER_REGISTRY_SERVER": named, "AWS_USE_FIPS_ENDPOINT": ""})
		}
		if registry == "public.ecr.aws" && rule[3] == "true" {
			// So does ECR Public's: https://docs.aws.amazon.com/AmazonECR/latest/public/public-ecr-requests.html
			const named = "ecr-public.aws.com"
			worlds[named] = vars.With(environ.Vars{"WORK_CONTAINER_REGISTRY_SERVER": named, "AWS_USE_DUALSTACK_ENDPOINT": ""})
		}
		for server, vars := range worlds {
			run, tunnels := outside.ask(t, s.helper, server, vars)
			if diff := cmp.Diff([]string{sts + ":443", api + ":443"}, tunnels); diff != "" {
				t.Errorf("%s, FIPS %s, dual-stack %s: status %d, asked (-AWS's rules +this helper):\n%s", server, isFIPS, rule[3], run.status, diff)
			}
			asked++
		}
	}
	t.Logf("%d regions and switches, %d questions", len(rules), asked)
}
