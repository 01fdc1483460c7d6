package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// explainRivals words that a secret of ECR names two identities, of which none is
// better than the other. It returns no cause for one that doesn't.
func explainRivals(secret secrets.Secret) (cause, next string) {
	var identities []string
	for _, fields := range [][]secrets.Field{
		{secrets.WebIdentityToken}, {secrets.Profile}, {secrets.User, secrets.Password, secrets.SessionToken},
	} {
		var names []string
		for _, f := range fields {
			if secret.Has(f) {
				names = append(names, secret.Variable(f))
			}
		}
		if names != nil {
			identities = append(identities, strings.Join(names, " and "))
		}
	}
	if len(identities) < 2 {
		return "", ""
	}
	return identities[0] + " stands beside " + strings.Join(identities[1:], " and ") + ", and a secret has one identity",
		"unset " + strings.Join(identities, ", or unset ")
}

// fieldOfECR returns the variable of a field that stands for an identity of AWS,
// empty if there is none.
func fieldOfECR(secret secrets.Secret) string {
	for _, f := range []secrets.Field{secrets.WebIdentityToken, secrets.Profile} {
		if secret.Has(f) {
			return secret.Variable(f)
		}
	}
	return ""
}
