package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// Get returns the credentials for a server. It fails with the protocol's not
// found if no secret names the server.
func (k keychain) Get(serverURL string) (username, secret string, err error) {
	m, err := k.find(serverURL)
	if err != nil {
		return "", "", err
	}
	if m.isECR {
		return k.getECR(m)
	}
	return k.getPlain(m)
}

// getPlain returns user name and password as they are. An AWS access key
// stays here: it is worth more than the registry it would be sent to.
func (k keychain) getPlain(m match) (username, password string, err error) {
	if username, err = k.value(m, secrets.User); err != nil {
		return "", "", err
	}
	if holdsAccessKeyID(username) {
		return "", "", problem(m.Server, m.Variable(secrets.User)+" is an AWS access key ID, but this is no ECR registry",
			"correct "+m.ServerVariable()+", or set a user name and password of this registry")
	}
	if password, err = k.value(m, secrets.Password); err != nil {
		return "", "", err
	}
	return username, password, nil
}

// holdsAccessKeyID sees through the quotes that docker run --env-file keeps.
func holdsAccessKeyID(username string) bool {
	return ecr.IsAccessKeyID(strings.Trim(username, `"' `))
}
