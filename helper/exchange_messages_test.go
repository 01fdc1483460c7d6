package helper

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestWhoseKeys tells who is named where the keys are temporary, or nobody's.
func TestWhoseKeys(t *testing.T) {
	t.Parallel()
	const ambient, next = "the ambient AWS identity", ": check it, or that its account has enabled the region us-east-1"
	temporary := append(secret("ECR", ecrHost, "ASIAIOSFODNN7EXAMPLE"), "ECR_CONTAINER_REGISTRY_SESSION_TOKEN=session")
	lasting := append(secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), "ECR_CONTAINER_REGISTRY_SESSION_TOKEN=session")
	alone := []string{"ECR_CONTAINER_REGISTRY_SERVER=" + ecrHost, "ECR_CONTAINER_REGISTRY_ROLE_ARN=arn:aws:iam::123456789012:role/r"}
	for name, test := range map[string]struct {
		environ []string
		failure ecr.Failure
		want    string
	}{
		"temporary keys": {temporary, ecr.Failure{Cause: ecr.KeyUnknown}, "AWS does not accept the access key ID in ECR_CONTAINER_REGISTRY_USER " +
			"with the session token in ECR_CONTAINER_REGISTRY_SESSION_TOKEN: set all three values of one set of temporary keys"},
		"a lasting key's": {lasting, ecr.Failure{Cause: ecr.KeyUnknown}, "AWS does not accept the access key ID in ECR_CONTAINER_REGISTRY_USER " +
			"with the session token in ECR_CONTAINER_REGISTRY_SESSION_TOKEN: unset ECR_CONTAINER_REGISTRY_SESSION_TOKEN: only a key that begins with ASIA has one"},
		"ambient, unknown":  {alone, ecr.Failure{Cause: ecr.KeyUnknown}, "AWS does not know the access key ID in " + ambient + next},
		"ambient, expired":  {alone, ecr.Failure{Cause: ecr.SessionExpired}, "the temporary access key in " + ambient + " has expired: set a new one with its session token"},
		"ambient, no token": {alone, ecr.Failure{Cause: ecr.SessionTokenMissing}, ambient + " is a temporary access key and AWS_SESSION_TOKEN is not set: set it to the session token that came with the key"},
		"ambient, no role": {alone, ecr.Failure{Cause: ecr.RoleRefused}, "the key in " + ambient + " is not allowed to assume the role in ECR_CONTAINER_REGISTRY_ROLE_ARN: " +
			"allow it sts:AssumeRole and check the role's trust policy and external ID"},
		"ambient, none": {alone, ecr.Failure{Cause: ecr.NoAmbientIdentity, Detail: "environment"}, "no AWS credentials in environment: " +
			"set ECR_CONTAINER_REGISTRY_USER and ECR_CONTAINER_REGISTRY_PASSWORD, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"},
		"public": {temporary, ecr.Failure{Cause: ecr.PublicNotPermitted, Detail: "arn:x"}, "arn:x is not allowed to get ECR Public tokens: " +
			"allow it ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken"},
	} {
		r := run{environ: test.environ, stdin: ecrHost, exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &test.failure }}
		if r.do("get"); r.stdout != ecrHost+": "+test.want+"\n" {
			t.Errorf("%s: %q", name, r.stdout)
		}
	}
}
