package helper

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// get returns the credentials for a server, or what to ask AWS to know them.
// It fails with the protocol's not found if no secret names the server.
func (k keychain) get(serverURL string) (username, secret string, question *Question, err error) {
	m, err := k.find(serverURL)
	if err != nil {
		return "", "", nil, err
	}
	if m.isECR {
		return k.getECR(m)
	}
	username, secret, err = k.getPlain(m)
	return username, secret, nil, err
}

// getPlain returns user name and password as they are. An AWS access key
// stays here: it is worth more than the registry it would be sent to.
func (k keychain) getPlain(m match) (username, password string, err error) {
	if username, err = k.value(m, secrets.User); err != nil {
		return "", "", err
	}
	if password, err = k.value(m, secrets.Password); err != nil {
		return "", "", err
	}
	for _, held := range []struct {
		field secrets.Field
		value string
	}{{secrets.User, username}, {secrets.Password, password}} {
		if ecr.HoldsAccessKeyID(held.value) {
			return "", "", problem(m.Server, m.Variable(held.field)+" is an AWS access key ID, but this is no ECR registry",
				"correct "+m.ServerVariable()+", or set a user name and password of this registry")
		}
	}
	isForECR := isTokenUser(username) || m.Has(secrets.SessionToken) || m.Has(secrets.RoleARN)
	if isForECR && ecr.HoldsSecretAccessKey(password) {
		return "", "", problem(m.Server, m.Variable(secrets.Password)+" is an AWS secret access key, but this is no ECR registry",
			"correct "+m.ServerVariable()+", or set a user name and password of this registry")
	}
	return username, password, nil
}
