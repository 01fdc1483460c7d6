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
