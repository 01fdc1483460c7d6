package helper

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// explainWebIdentity words what STS holds against a web identity token, the secret's
// or that of the default chain.
func explainWebIdentity(secret secrets.Secret, failure *ecr.Failure) (cause, next string) {
	token, role := "the web identity token in "+failure.Detail, "its role"
	if secret.Has(secrets.WebIdentityToken) {
		token, role = "the token in "+secret.Variable(secrets.WebIdentityToken), roleOf(secret)
	}
	switch failure.Cause {
	case ecr.WebIdentityExpired:
		return token + " has expired", "set a new one"
	case ecr.IssuerUnknown:
		return "the issuer of " + token + " is no identity provider of the account of " + role,
			"add the issuer (iss) in IAM as an OpenID Connect provider, or correct the role"
	case ecr.AudienceWrong:
		return token + " is for another audience (aud) than its identity provider in IAM has",
			"ask for a token with the audience sts.amazonaws.com, or add its audience in IAM"
	case ecr.ThumbprintWrong:
		return "the HTTPS certificate of who issued " + token + " doesn't match the thumbprint in IAM",
			"update the thumbprint of its OpenID Connect provider in IAM"
	case ecr.IssuerUnreachable:
		return "AWS can't get the keys of who issued " + token, "try again; the issuer (iss) must be on the Internet"
	case ecr.WebIdentityRefused:
		return "AWS does not accept " + token, "check that it is whole, and an ID token, not an access token"
	case ecr.WebIdentityNotAllowed:
		return token + " is not allowed to assume " + role,
			"allow it sts:AssumeRoleWithWebIdentity in the role's trust policy: for its identity provider, " +
				"its audience (aud) and its subject (sub)"
	}
	return "", ""
}
