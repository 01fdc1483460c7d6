package helper

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// List returns the user name of every server that get would answer for, as
// far as can be told without asking AWS. It never fails, and leaves out what get would fail for: clients that list go on to
// get each server, and some lose all credentials by one error.
func (k keychain) List() (map[string]string, error) {
	k.settings = k.settings.withoutSecrets()
	usernames := make(map[string]string)
	for _, secret := range k.secrets.Answering(isECR) {
		m := match{Secret: secret}
		m.registry, m.isECR = ecr.ParseRegistry(secret.Server.Host)
		if username, ok := k.username(m); ok {
			usernames[listedServer(secret)] = username
		}
	}
	return usernames, nil
}

func isECR(server secrets.Server) bool {
	_, ok := ecr.ParseRegistry(server.Host)
	return ok
}

// username returns the user name of what get answers. It reports false if get
// fails, as far as can be told.
func (k keychain) username(m match) (string, bool) {
	if m.Missing(m.isECR) != nil {
		return "", false
	}
	if !m.isECR {
		username, _, err := k.getPlain(m)
		return username, err == nil
	}
	identity, err := k.identity(m)
	if err == nil && isTokenUser(identity.AccessKeyID) {
		_, _, err = k.pastedToken(m, identity.SecretAccessKey)
	} else if err == nil {
		_, err = k.settings.exchangeTerms()
	}
	return ecr.TokenUser, err == nil && !identity.LacksSessionToken()
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
