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
		if !k.secrets.Answers(secret) || secret.Missing() != nil || secret.Pattern != "" {
			continue // no client asks for what has a wildcard
		}
		if c, err := k.credential(secret); err == nil {
			username := c.username.Reveal()
			if secrets.HoldsToken(username) {
				username = "" // get answers with it; a list is shown to people
			}
			for _, server := range listedServers(secret) {
				usernames[server] = username
			}
		}
	}
	return usernames, nil
}

// listedServers spells the secret's server as clients look for it: some ask
// only for what is listed. Of Docker Hub it gives one key: podman --remote takes
// only docker.io, and docker's classic builder only the URL.
func listedServers(secret secrets.Secret) []string {
	server, keys := secret.Server, secrets.LookupKeys(secret.ServerText())
	switch {
	case server.IsHub() && server.Path != "", server.IsHub() && secret.ServerText() == server.Host:
		return []string{server.String()}
	case server.IsHub():
		return []string{secrets.HubURL}
	}
	for i := range keys {
		keys[i] = secrets.Server{Host: keys[i], Path: server.Path}.String()
	}
	return keys
}
