package helper

import (
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// checkKeys refuses what can't be the keys of an exchange. AWS is sent the
// access key ID, the session token and the role as they are, without TLS if an
// endpoint's URL says so, so a secret access key must be in none of them.
func (k keychain) checkKeys(m match, keys ecr.Identity) error {
	user, password := m.Variable(secrets.User), m.Variable(secrets.Password)
	setKeys := "set " + user + " to the access key ID and " + password + " to the secret access key"
	isEmulator := ecr.EndpointOf(m.registry, k.settings.get).URL != ""
	holdsToken := isTokenUser(keys.AccessKeyID)
	canBeID := keys.IsAmbient() || holdsToken || ecr.CanBeAccessKeyID(keys.AccessKeyID, isEmulator)
	switch {
	case isTokenUser(keys.SecretAccessKey) && !holdsToken:
		return problem(m.Server, user+" and "+password+" are swapped", "set "+user+" to "+ecr.TokenUser+" and "+password+" to the token")
	case ecr.IsAccessKeyID(keys.SecretAccessKey) && !canBeID:
		return problem(m.Server, user+" and "+password+" are swapped", setKeys)
	case ecr.HoldsAccessKeyID(keys.SecretAccessKey):
		return problem(m.Server, password+" holds an access key ID", setKeys)
	case ecr.IsSecretAccessKey(keys.AccessKeyID):
		return problem(m.Server, user+" is a secret access key", setKeys)
	case !canBeID:
		return problem(m.Server, user+" is not an AWS access key ID", "set it to one, or to "+ecr.TokenUser+" if "+password+" is a token")
	case !keys.HasSessionToken():
		return problem(m.Server, m.Variable(secrets.SessionToken)+" is an access key, not a session token",
			"set it to the session token that came with the keys, or unset it")
	case !keys.HasRole():
		return problem(m.Server, m.Variable(secrets.RoleARN)+" is not the ARN of a role", "write it as arn:aws:iam::123456789012:role/name")
	case !keys.HasExternalID():
		return problem(m.Server, m.Variable(secrets.ExternalID)+" holds an AWS access key", "set it to the external ID that the role's owner gave")
	}
	return nil
}

// hasControlCharacter is about what goes into a header, where a line break
// would end it.
func hasControlCharacter(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }
