package helper

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// List returns the user name of every server that get would answer for, as
// far as can be told without reading a password or asking AWS. It never
// fails, and leaves out what get would fail for: clients that list go on to
// get each server, and some lose all credentials by one error.
func (k keychain) List() (map[string]string, error) {
	usernames := make(map[string]string)
	for _, secret := range k.secrets.All() {
		registry, isECR := ecr.ParseRegistry(secret.Server.Host)
		answering, _ := k.secrets.Find(secret.Server, isECR)
		if answering.ServerVariable() != secret.ServerVariable() || secret.Missing(isECR) != nil {
			continue
		}
		username, ok := k.username(match{Secret: secret, registry: registry, isECR: isECR})
		if ok {
			usernames[listedServer(secret)] = username
		}
	}
	return usernames, nil
}

func (k keychain) username(m match) (string, bool) {
	if m.isECR {
		return ecr.TokenUser, true
	}
	username, err := m.Value(secrets.User, k.program.ReadFile)
	return username, err == nil && !ecr.IsAccessKeyID(username)
}

// listedServer spells Docker Hub as its owner did, since docker's classic
// builder takes only https://index.docker.io/v1/ for it and podman-remote
// only docker.io.
func listedServer(secret secrets.Secret) string {
	if secret.Server.IsHub() && secret.Server.Path == "" {
		return secret.ServerText()
	}
	return secret.Server.String()
}
