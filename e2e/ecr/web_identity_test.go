package ecr

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const webIdentitySubject = "project_path:group/app:ref_type:branch:ref:main"

// TestWebIdentity has secrets whose identity is the token of a job and the role that
// it may assume, amid another identity.
func TestWebIdentity(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	issuer := awsendpoint.NewTokenIssuer("https://gitlab.example")
	s.aws.TrustIssuer(issuer)
	s.aws.AddRole(awsendpoint.Role{ARN: roleARN, Subject: webIdentitySubject})
	token := issuer.Token(webIdentitySubject, time.Now().Add(time.Hour))
	s.planted.Add(token)
	ambient := s.newIdentity()
	vars := s.environ(t, stageHost, awsendpoint.Identity{}).With(environ.Vars{
		"AWS_ACCESS_KEY_ID": ambient.AccessKeyID, "AWS_SECRET_ACCESS_KEY": ambient.SecretAccessKey, "AWS_PROFILE": "missing",
		"WORK_CONTAINER_REGISTRY_ROLE_ARN": roleARN,
	})
	s.writeFile(t, token+"\n", vars["HOME"], "token")
	for name, place := range map[string]environ.Vars{
		"in the environment": {"WORK_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN": token},
		"in a file":          {"WORK_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN_FILE": vars["HOME"] + "/token"},
		"without a cache":    {"WORK_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN": token, "DOCKER_CREDENTIAL_SECRETS_CACHE": "off"},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(s.aws.Calls())
			given := s.mustGet(t, vars.With(place))
			asked := len(s.aws.Calls()) - before
			if again := s.mustGet(t, vars.With(place)); (again == given) != (place["DOCKER_CREDENTIAL_SECRETS_CACHE"] == "") {
				t.Errorf("the same token for the next process: %t", again == given)
			}
			if asked > 2 {
				t.Errorf("%d calls for one token", asked)
			}
		})
	}
	t.Run("200 starts", func(t *testing.T) {
		cache := filepath.Join(s.newDir(t), "cache")
		vars := vars.With(environ.Vars{"WORK_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN": token, "DOCKER_CREDENTIAL_SECRETS_CACHE": cache})
		before := len(s.aws.Calls())
		given := s.mustGet(t, vars)
		files, err := os.ReadDir(cache)
		testenv.Must(t, err)
		for range 199 {
			if s.mustGet(t, vars) != given {
				t.Error("another token")
			}
		}
		left, err := os.ReadDir(cache)
		testenv.Must(t, err)
		if calls := len(s.aws.Calls()) - before; calls != 2 || len(left) != len(files) {
			t.Errorf("%d calls, %d files after the first start and %d after the last", calls, len(files), len(left))
		}
	})
	if n := s.callsBy(ambient); n != 0 {
		t.Errorf("%d calls by the ambient keys", n)
	}
	s.checkCache(t, vars["DOCKER_CREDENTIAL_SECRETS_CACHE"], awsendpoint.Identity{AccessKeyID: "ASIA", SecretAccessKey: token})
}

// TestWebIdentityIsSentToSTSAlone has registries of all kinds, and compares the hosts
// that are asked: the region's own STS, which gets the token, and then its ECR.
func TestWebIdentityIsSentToSTSAlone(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	issuer := awsendpoint.NewTokenIssuer("https://gitlab.example")
	s.aws.TrustIssuer(issuer)
	var hosts []string
	registries := map[string][]string{ // the role's partition, STS and ECR, as TestAWSRules has them of AWS's own rules
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com":          {"aws", "sts.eu-west-1.amazonaws.com", "api.ecr.eu-west-1.amazonaws.com"},
		"123456789012.dkr.ecr-fips.us-east-1.amazonaws.com":     {"aws", "sts-fips.us-east-1.amazonaws.com", "api.ecr-fips.us-east-1.amazonaws.com"},
		"123456789012.dkr-ecr.us-west-2.on.aws":                 {"aws", "sts.us-west-2.api.aws", "ecr.us-west-2.api.aws"},
		"123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com": {"aws-us-gov", "sts.us-gov-west-1.amazonaws.com", "api.ecr-fips.us-gov-west-1.amazonaws.com"},
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn":      {"aws-cn", "sts.cn-north-1.amazonaws.com.cn", "api.ecr.cn-north-1.amazonaws.com.cn"},
		"123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu":      {"aws-eusc", "sts.eusc-de-east-1.amazonaws.eu", "api.ecr.eusc-de-east-1.amazonaws.eu"},
	}
	for _, asked := range registries {
		hosts = append(hosts, asked[1:]...)
	}
	outside := s.newOutside(t, hosts...)
	for registry, want := range registries {
		role := "arn:" + want[0] + ":iam::123456789012:role/reader"
		s.aws.AddRole(awsendpoint.Role{ARN: role, Subject: webIdentitySubject})
		token := issuer.Token(webIdentitySubject, time.Now().Add(time.Hour))
		s.planted.Add(token)
		run, tunnels := outside.ask(t, s.helper, registry, s.environ(t, registry, awsendpoint.Identity{}).With(environ.Vars{
			"WORK_CONTAINER_REGISTRY_ROLE_ARN": role, "WORK_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN": token,
			"DOCKER_CREDENTIAL_SECRETS_CACHE": "off",
		}))
		if diff := cmp.Diff([]string{want[1] + ":443", want[2] + ":443"}, tunnels); diff != "" {
			t.Errorf("%s: status %d, %s, asked (-want +got):\n%s", registry, run.status, run.stdout, diff)
		}
	}
}
