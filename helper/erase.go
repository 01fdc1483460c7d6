package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// Delete drops the cached token of an ECR server. A secret stays where it is,
// in the environment, as a note says. It never fails: there is nothing
// that a client could do about it.
func (k keychain) Delete(serverURL string) error {
	secret, err := k.find(serverURL)
	if err != nil {
		k.debug("nothing to erase: %v", err)
		return nil
	}
	if secret.Kind == secrets.ECRKind {
		k.dropToken(secret)
	}
	if secret.Server.IsHub() || !strings.Contains(serverURL, "://") {
		// Docker logout erases h, h, http://h and https://h, but of Docker Hub
		// only the URL: once or twice is enough for the note.
		k.program.note(secret.Server.String() + ": the secret stays in the environment; to log out, unset " + secret.ServerVariable())
	}
	return nil
}

func (k keychain) dropToken(secret secrets.Secret) {
	if secret.IsServerAlone() {
		k.debug("%s: a token of the ambient AWS identity stays in the cache", secret.Server)
		return
	}
	keys, err := k.keys(secret)
	if err != nil {
		k.debug("%v", err)
		return
	}
	entry := k.entry(secret, keys)
	defer entry.Close()
	entry.DropToken()
}
