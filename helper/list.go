package helper

import "github.com/docker-credential-secrets/docker-credential-secrets/secrets"

// List returns the user name of every server that get would answer for, as
// far as can be told without asking AWS. It never fails, and skips what get
// would fail for: clients that list go on to get each server, and some lose
// all credentials by one error.
func (k keychain) List() (map[string]string, error) {
	k.settings = k.settings.withoutSecrets()
	usernames := make(map[string]string)
	for _, secret := range k.secrets.All() {
		if !k.secrets.Answers(secret) || secret.Missing() != nil {
			continue
		}
		if c, err := k.credential(secret); err == nil {
			usernames[listedServer(secret)] = c.username.Reveal()
		}
	}
	return usernames, nil
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
