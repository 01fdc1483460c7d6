package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// Delete drops the cached token of an ECR server. A secret stays where it is,
// in the environment, which a note says. It never fails: there is nothing
// that a client could do about it.
func (k keychain) Delete(serverURL string) error {
	m, err := k.find(serverURL)
	if err != nil {
		k.debug("nothing to erase: %v", err)
		return nil
	}
	if m.isECR {
		k.dropToken(m)
	}
	if m.Server.IsHub() || !strings.Contains(serverURL, "://") {
		// Docker logout erases h, h, http://h and https://h, but of Docker Hub
		// only the URL: once or twice is enough for the note.
		k.program.note(m.Server.String() + ": the secret stays in the environment; to log out, unset " + m.ServerVariable())
	}
	return nil
}

func (k keychain) dropToken(m match) {
	if !m.Has(secrets.User) {
		k.debug("%s: a token of the ambient AWS identity stays in the cache", m.Server)
		return
	}
	identity, err := k.identity(m)
	if err != nil {
		k.debug("%v", err)
		return
	}
	cache := k.cache()
	k.watch.await("the token cache in " + cache.Dir)
	entry := cache.Entry(k.request(m, identity))
	defer entry.Close()
	entry.DropToken()
}
