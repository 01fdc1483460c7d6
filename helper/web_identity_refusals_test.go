package helper

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestWebIdentityRefusals has each thing that STS may hold against the token.
func TestWebIdentityRefusals(t *testing.T) {
	t.Parallel()
	const token, role = "the token in " + webIdentity, "the role in " + roleOfA
	for cause, want := range map[ecr.Cause]string{
		ecr.WebIdentityRefused: "AWS does not accept " + token + ": check that it is whole, and an ID token, not an access token\n",
		ecr.WebIdentityExpired: token + " has expired: set a new one\n",
		ecr.IssuerUnknown: "the issuer of " + token + " is no identity provider of the account of " + role +
			": add the issuer (iss) in IAM as an OpenID Connect provider, or correct the role\n",
		ecr.AudienceWrong: token + " is for another audience (aud) than its identity provider in IAM has: " +
			"ask for a token with the audience sts.amazonaws.com, or add its audience in IAM\n",
		ecr.ThumbprintWrong: "the HTTPS certificate of who issued " + token + " doesn't match the thumbprint in IAM: " +
			"update the thumbprint of its OpenID Connect provider in IAM\n",
		ecr.IssuerUnreachable: "AWS can't get the keys of who issued " + token + ": try again; the issuer (iss) must be on the Internet\n",
		ecr.WebIdentityNotAllowed: token + " is not allowed to assume " + role + ": allow it sts:AssumeRoleWithWebIdentity in the role's trust policy: " +
			"for its identity provider, its audience (aud) and its subject (sub)\n",
	} {
		r := run{
			environ: []string{"A_CONTAINER_REGISTRY_SERVER=" + ecrHost, roleOfA + "=" + exampleRole, webIdentity + "=" + webToken(`{}`)}, stdin: ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) {
				return ecr.Token{}, &ecr.Failure{Cause: cause, Service: "STS"}
			},
		}
		if r.do("get"); r.stdout != ecrHost+": "+want {
			t.Errorf("%q, want %q", r.stdout, ecrHost+": "+want)
		}
	}
}
