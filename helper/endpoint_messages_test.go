package helper

import (
	"slices"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestWhatChoseTheName has names that can't be resolved.
func TestWhatChoseTheName(t *testing.T) {
	t.Parallel()
	const server, without = "ECR_CONTAINER_REGISTRY_SERVER", "without keys"
	for name, test := range map[string]struct {
		environ  []string
		endpoint string
		service  string
		want     string
	}{
		"SERVER":     {nil, "api.ecr.us-esat-1.amazonaws.com", "", "the region in " + server},
		"FIPS":       {[]string{"AWS_USE_FIPS_ENDPOINT=True"}, "api.ecr-fips.eu-west-1.amazonaws.com", "", "AWS_USE_FIPS_ENDPOINT"},
		"dual-stack": {[]string{"AWS_USE_DUALSTACK_ENDPOINT=true"}, "ecr.us-east-1.api.aws", "", "AWS_USE_DUALSTACK_ENDPOINT"},
		"both": {
			[]string{"AWS_USE_DUALSTACK_ENDPOINT=true", "AWS_USE_FIPS_ENDPOINT=true"}, "ecr-fips.us-east-1.api.aws", "",
			"AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT",
		},
		"none of both": {[]string{"AWS_USE_FIPS_ENDPOINT=false"}, "api.ecr.us-east-1.amazonaws.com", "", "the region in " + server},
		"URL":          {[]string{"AWS_ENDPOINT_URL=https://ecr.corp.example:8443/x"}, "ecr.corp.example", "", "AWS_ENDPOINT_URL"},
		"ECR's URL": {
			[]string{"AWS_ENDPOINT_URL=https://aws.corp.example", "AWS_ENDPOINT_URL_ECR=https://ecr.corp.example"}, "ecr.corp.example", "", "AWS_ENDPOINT_URL_ECR",
		},
		"STS's URL": {
			[]string{"AWS_ENDPOINT_URL_STS=https://sts.corp.example", "AWS_ENDPOINT_URL_ECR=https://ecr.corp.example"}, "sts.corp.example", "", "AWS_ENDPOINT_URL_STS",
		},
		"profile, SERVER": {[]string{without}, "api.ecr.us-east-1.amazonaws.com", "", "the region in " + server},
		"profile":         {[]string{without}, "ecr.corp.example", "", "endpoint_url of the AWS profile"},
		"SSO":             {[]string{without}, "portal.sso.us-esat-1.amazonaws.com", "SSO", "sso_region in ~/.aws/config"},
		"SSO, renewal":    {[]string{without}, "oidc.us-esat-1.amazonaws.com", "SSO_OIDC", "sso_region in ~/.aws/config"},
		"SSO, profile":    {[]string{without}, "sso.corp.example", "SSO", "endpoint_url of the AWS profile"},
		"SSO, FIPS": {[]string{without}, "portal.sso-fips.us-east-1.amazonaws.com", "SSO",
			"use_fips_endpoint of the AWS profile and sso_region in ~/.aws/config"},
		"profile, FIPS": {[]string{without}, "api.ecr-fips.us-east-1.amazonaws.com", "",
			"use_fips_endpoint of the AWS profile and the region in " + server},
		"profile, dual-stack": {[]string{without}, "ecr.us-east-1.api.aws", "",
			"use_dualstack_endpoint of the AWS profile and the region in " + server},
	} {
		r := run{
			environ: append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), test.environ...),
			stdin:   ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) {
				return ecr.Token{}, &ecr.Failure{Cause: ecr.NameNotResolved, Detail: test.endpoint, Service: test.service}
			},
		}
		if slices.Contains(test.environ, without) {
			r.environ = r.environ[:1]
		}
		want := ecrHost + ": the name " + test.endpoint + " can't be resolved: check the network, and " + test.want + "\n"
		if r.do("get"); r.stdout != want {
			t.Errorf("%s: %q, want %q", name, r.stdout, want)
		}
	}
}

// TestEndpointThatWasAsked names the variable that is set, as one that LocalStack
// has left.
func TestEndpointThatWasAsked(t *testing.T) {
	t.Parallel()
	for want, environ := range map[string][]string{
		"AWS_ENDPOINT_URL":     {"AWS_ENDPOINT_URL=http://localhost:4566"},
		"AWS_ENDPOINT_URL_ECR": {"AWS_ENDPOINT_URL=http://localhost:4566", "AWS_ENDPOINT_URL_ECR=http://localhost:4567"},
	} {
		r := run{
			environ: append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), environ...), stdin: ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) {
				return ecr.Token{}, &ecr.Failure{Cause: ecr.ConnectionFailed, Detail: "localhost:4566 (connection refused)"}
			},
		}
		if r.do("get"); !strings.HasSuffix(r.stdout, ": check the network, HTTPS_PROXY and "+want+"\n") {
			t.Errorf("%s: %q", want, r.stdout)
		}
	}
}
