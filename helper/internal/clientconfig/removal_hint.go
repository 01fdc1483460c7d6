package clientconfig

import (
	"fmt"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// RemovalHint says how to remove the logins that the file at path holds for
// the server under the keys of auths: by a logout, which drops only the
// spellings of its client's own logins (cli/command/registry/logout.go of
// github.com/docker/cli), and by hand.
func RemovalHint(path string, server secrets.Server, keys []string) string {
	logout, dropped := "docker logout "+server.Host, []string{server.Host, "https://" + server.Host, "http://" + server.Host}
	switch {
	case IsPodmanFile(path):
		logout, dropped = "podman logout "+server.Host, []string{server.Host}
	case server.IsHub():
		logout, dropped = "docker logout", []string{hubURL}
	}
	var steps []string
	for _, key := range keys {
		if !slices.Contains(dropped, key) {
			steps = append(steps, fmt.Sprintf("delete %q from auths in %s", ShownKey(key), path))
		}
	}
	if len(steps) < len(keys) {
		steps = append(steps, logout)
	}
	return strings.Join(steps, ", then ")
}
