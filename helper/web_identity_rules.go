package helper

import (
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/jwt"
)

// judgeWebIdentity words why a WEB_IDENTITY_TOKEN can't be one, or stands elsewhere.
// It returns no cause where there is none of either. What is no token is sent to
// nobody: it may be a key.
func judgeWebIdentity(secret secrets.Secret, keys ecr.Identity) (cause, next string) {
	token, role := secret.Variable(secrets.WebIdentityToken), secret.Variable(secrets.RoleARN)
	user, password := secret.Variable(secrets.User), secret.Variable(secrets.Password)
	const isJWT = " is a web identity token (JWT)"
	if keys.WebIdentityToken.IsEmpty() {
		next = "set " + token + " to it, with " + role + ", and unset "
		switch {
		case keys.SecretAccessKey.Is(isWebIdentityToken):
			return password + isJWT, next + user + " and " + password
		case keys.SessionToken.Is(isWebIdentityToken):
			return secret.Variable(secrets.SessionToken) + isJWT, next + "the keys"
		}
		return "", ""
	}
	switch value := keys.WebIdentityToken; {
	case value.Is(isWebIdentityToken):
		return "", ""
	case keys.RoleARN.Is(isWebIdentityToken):
		return token + " and " + role + " are swapped", "set " + token + " to the token and " + role + " to the role"
	case value.Is(ecr.HoldsAccessKeyID), value.Is(ecr.HoldsSecretAccessKey), value.Is(ecr.IsSecretAccessKey):
		return token + " holds an AWS access key, not a web identity token",
			"set " + user + " and " + password + " to the key, and unset " + token
	case value.Is(mayBePath) && !secret.IsInFile(secrets.WebIdentityToken):
		return token + " looks like the path of a file", "to read the token from that file, name the variable " + token + "_FILE"
	}
	return token + " is not a web identity token (JWT)", "set it to the token that the CI system or the cluster gave"
}

func isWebIdentityToken(text string) bool {
	_, ok := jwt.Expiry(text)
	return ok
}

// webIdentityExpiry returns when the identity's token expired, if it has one that did.
func (k keychain) webIdentityExpiry(keys ecr.Identity) (expired time.Time, isExpired bool) {
	isExpired = keys.WebIdentityToken.Is(func(text string) bool {
		expired, _ = jwt.Expiry(text)
		return !expired.IsZero() && !k.program.Now().Before(expired)
	})
	return expired, isExpired
}

// outlived returns what is left of a web identity token that has expired: the
// registry's token that it got, which lives longer than those of CI systems.
func (k keychain) outlived(secret secrets.Secret, keys ecr.Identity, expired time.Time) (credential, error) {
	entry := k.entry(secret, keys)
	defer entry.Close()
	variable := secret.Variable(secrets.WebIdentityToken)
	if token, ok := entry.Token(); ok && token.IsValid(k.program.Now()) {
		k.debug("%s: cached token, good until %s; the one in %s has expired", secret.Server, clock(token.Expires()), variable)
		return credential{username: hidden.Of(ecr.TokenUser), password: token.Password, token: token}, nil
	}
	problem := problem(secret.Server, "the token in "+variable+" expired at "+clock(expired).String(), "set a new one")
	return credential{}, excusePublic(secret, problem)
}

// mayBePath reports whether what is no token may be the path of a file.
func mayBePath(text string) bool {
	isWindows, isURL := strings.Contains(text, `\`), strings.HasPrefix(text, "file:")
	return isWindows || isURL || strings.Contains(text, "/") && !strings.ContainsAny(text, "+=: ")
}

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
