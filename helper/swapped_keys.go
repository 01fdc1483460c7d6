package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// explainSwapped words which of the values of AWS keys stand in each other's
// places. It returns no cause for any other mistake.
func explainSwapped(secret secrets.Secret, keys ecr.Identity) (cause, next string) {
	type place struct {
		field  secrets.Field
		value  hidden.Text
		isKind func(string) bool
	}
	isSessionToken := func(text string) bool { return len(text) >= ecr.ShortestSessionToken }
	var misplaced []place
	for _, p := range []place{
		{secrets.User, keys.AccessKeyID, ecr.IsAccessKeyID},
		{secrets.Password, keys.SecretAccessKey, ecr.IsSecretAccessKey},
		{secrets.SessionToken, keys.SessionToken, isSessionToken},
	} {
		if !p.value.IsEmpty() && !p.value.Is(p.isKind) {
			misplaced = append(misplaced, p)
		}
	}
	var names []string
	for _, p := range misplaced {
		for _, other := range misplaced {
			if other.value.Is(p.isKind) {
				names = append(names, secret.Variable(p.field))
				break
			}
		}
	}
	if len(names) < 2 || len(names) < len(misplaced) {
		return "", ""
	}
	user, password := secret.Variable(secrets.User), secret.Variable(secrets.Password)
	session := secret.Variable(secrets.SessionToken)
	last := len(names) - 1
	cause = strings.Join(names[:last], ", ") + " and " + names[last] + " are swapped"
	if names[last] == session {
		return cause, "set " + user + " to the access key ID, " + password + " to the secret access key and " +
			session + " to the session token"
	}
	return cause, setKeys(user, password)
}

func setKeys(user, password string) string {
	return "set " + user + " to the access key ID and " + password + " to the secret access key"
}
