package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// checkKeys refuses what can't be the keys of an exchange. AWS is sent the
// access key ID, the session token and the role as they are, without TLS if an
// endpoint's URL says so, so a secret access key must be in none of them.
func (k keychain) checkKeys(secret secrets.Secret, keys ecr.Identity) error {
	cause, next := k.judgeKeys(secret, keys)
	if cause == "" {
		return nil
	}
	return problem(secret.Server, cause, next)
}

// judgeKeys words what is in the wrong place. It returns no cause for keys that
// can be.
func (k keychain) judgeKeys(secret secrets.Secret, keys ecr.Identity) (cause, next string) {
	user, password := secret.Variable(secrets.User), secret.Variable(secrets.Password)
	setKeys := setKeys(user, password)
	isEmulator := k.request(secret, keys).Endpoint.URL != ""
	canBeID := func(id string) bool { return ecr.CanBeAccessKeyID(id, isEmulator) }
	holdsToken := keys.AccessKeyID.Is(IsTokenUser)
	isID := keys.AccessKeyID.IsEmpty() || holdsToken || keys.AccessKeyID.Is(canBeID)
	shape := ecr.KeyShape(keys.SecretAccessKey)
	if cause, next = explainSwapped(secret, keys); cause != "" {
		return cause, next
	}
	if cause, next = judgeWebIdentity(secret, keys); cause != "" {
		return cause, next
	}
	const setSession = "set it to the session token that came with the keys, or unset it"
	switch {
	case keys.SecretAccessKey.Is(IsTokenUser) && !holdsToken:
		return user + " and " + password + " are swapped", "set " + user + " to " + ecr.TokenUser + " and " + password + " to the token"
	case keys.SecretAccessKey.Is(ecr.IsAccessKeyID) && !isID:
		return user + " and " + password + " are swapped", setKeys
	case keys.SecretAccessKey.Is(ecr.HoldsAccessKeyID):
		return password + " holds an access key ID", setKeys
	case keys.AccessKeyID.Is(ecr.IsSecretAccessKey):
		return user + " is a secret access key", setKeys
	case !isID:
		return user + " is not an AWS access key ID", "set it to one, or to " + ecr.TokenUser + " if " + password + " is a token"
	case shape != "" && !isEmulator && !holdsToken:
		return password + " is not a secret access key, it looks like " + shape, setKeys
	case !keys.HasSessionToken(true):
		return secret.Variable(secrets.SessionToken) + " is an access key, not a session token", setSession
	case !keys.HasSessionToken(isEmulator):
		return secret.Variable(secrets.SessionToken) + " is not a session token of AWS, those are longer", setSession
	case keys.Profile.Is(ecr.HoldsAccessKeyID), keys.Profile.Is(ecr.HoldsSecretAccessKey):
		return secret.Variable(secrets.Profile) + " holds an AWS access key", "set it to the name of an AWS profile"
	case !keys.HasRole():
		return secret.Variable(secrets.RoleARN) + " is not the ARN of a role", "write it as arn:aws:iam::123456789012:role/name"
	case !isOfOwnPartition(secret, keys):
		partition := registryOf(secret).Partition()
		return secret.Variable(secrets.RoleARN) + " is of another part of AWS than the registry", "set it to a role of " + partition +
			", as arn:" + partition + ":iam::123456789012:role/name"
	case !keys.HasExternalID():
		return secret.Variable(secrets.ExternalID) + " holds an AWS access key", "set it to the external ID that the role's owner gave"
	}
	return "", ""
}

// isOfOwnPartition reports whether the role is one of the registry's part of AWS. That
// of a pattern is not known.
func isOfOwnPartition(secret secrets.Secret, keys ecr.Identity) bool {
	registry, ok := ecr.ParseRegistry(secret.Server.Host)
	return !ok || keys.IsRoleOf(registry)
}

// isNearlyTokenUser reports whether a user name was meant for a token of ECR.
func isNearlyTokenUser(username string) bool {
	return IsTokenUser(strings.Trim(ecr.TrimKey(username), "\"'`: "))
}

// IsTokenUser reports whether a user name says that the password is a token of
// ECR.
func IsTokenUser(username string) bool { return ascii.EqualFold(username, ecr.TokenUser) }
