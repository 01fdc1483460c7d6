package helper

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestDenialMessages has what each kind of policy leaves to do.
func TestDenialMessages(t *testing.T) {
	t.Parallel()
	const get, assume = "ecr:GetAuthorizationToken", "sts:AssumeRole"
	const mfa = "remove the deny of " + get + " from it; if it demands MFA, set temporary keys of a session with MFA, and their session token"
	for _, test := range []struct {
		cause        ecr.Cause
		denial       ecr.Denial
		reason, next string
	}{
		{ecr.NotPermitted, ecr.Denial{}, "", "allow it " + get},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.IdentityPolicy}, "", "allow it " + get},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.IdentityPolicy, IsExplicit: true}, " (explicit deny in: identity-based policy)", mfa},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.ServiceControlPolicy, IsExplicit: true}, " (explicit deny in: service control policy)", "ask who runs the AWS organization to allow " + get},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.ServiceControlPolicy, IsExplicit: true, PolicyARN: "arn:p"}, " (explicit deny in: service control policy, arn:p)", "ask who runs the AWS organization to allow " + get},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.ResourceControlPolicy}, " (no resource control policy allows it)", "ask who runs the AWS organization to allow " + get},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.SessionPolicy}, " (no session policy allows it)", "allow " + get + " in the policy that the session was made with"},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.EndpointPolicy}, " (no VPC endpoint policy allows it)", "allow " + get + " in the policy of the VPC endpoint"},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.EndpointPolicy, IsExplicit: true}, " (explicit deny in: VPC endpoint policy)", "remove the deny of " + get + " from the policy of the VPC endpoint"},
		{ecr.NotPermitted, ecr.Denial{Policy: ecr.PermissionsBoundary}, " (no permissions boundary allows it)", "allow " + get + " in the identity's permissions boundary"},
		{ecr.RoleRefused, ecr.Denial{Policy: ecr.ResourcePolicy, IsExplicit: true}, " (explicit deny in: resource-based policy)",
			"remove the deny of " + assume + " from the policy of the resource, for a role its trust policy"},
		{ecr.RoleRefused, ecr.Denial{Policy: ecr.ServiceControlPolicy, IsExplicit: true}, " (explicit deny in: service control policy)",
			"ask who runs the AWS organization to allow " + assume},
		{ecr.PublicNotPermitted, ecr.Denial{Policy: ecr.ServiceControlPolicy}, " (no service control policy allows it)",
			"ask who runs the AWS organization to allow ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken"},
	} {
		failure := ecr.Failure{Cause: test.cause, Detail: "arn:x", Denial: test.denial}
		r := run{
			environ:  secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"),
			stdin:    ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &failure },
		}
		if r.do("get"); !strings.HasSuffix(r.stdout, test.reason+": "+test.next+"\n") || !strings.HasPrefix(r.stdout, ecrHost+": arn:x is not allowed to ") {
			t.Errorf("%+v: %q, want one with %q and %q", failure, r.stdout, test.reason, test.next)
		}
	}
}

// TestRoleOfAProfile is named where no variable names the role.
func TestRoleOfAProfile(t *testing.T) {
	t.Parallel()
	for cause, want := range map[ecr.Cause]string{
		ecr.RoleRefused: "the key in the ambient AWS identity is not allowed to assume the role of the AWS profile: " +
			"allow it sts:AssumeRole and check the role's trust policy and external ID\n",
		ecr.MFARequired: "the role of the AWS profile demands MFA: set temporary keys of a session with MFA, and their session token\n",
		ecr.RoleTooLong: "the AWS profile asks for its role for longer than AWS allows: lower its duration_seconds " +
			"(to 3600 or less where another role asks), or raise the role's maximum session duration\n",
		ecr.STSNotActivated: "STS is not activated in the region us-east-1 for this AWS account: activate it in the account settings of IAM\n",
	} {
		r := run{
			environ:  []string{"ECR_CONTAINER_REGISTRY_SERVER=" + ecrHost},
			stdin:    ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &ecr.Failure{Cause: cause} },
		}
		if r.do("get"); r.stdout != ecrHost+": "+want {
			t.Errorf("%q, want %q", r.stdout, want)
		}
	}
}
