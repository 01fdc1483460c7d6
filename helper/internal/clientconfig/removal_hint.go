package clientconfig

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// StoredLogin is about a login to the server that the configuration at path holds
// beside this helper. It is nil if there is none.
func StoredLogin(d Document, path string, server secrets.Server) *Problem {
	keys := d.AuthsOf(server)
	if len(keys) == 0 {
		return nil
	}
	return &Problem{"a login to " + server.Host + " is stored in " + path + " too, unencrypted, and may be out of date",
		RemovalHint(path, server, keys)}
}

// RemovalHint says how to remove the logins that the file at path holds for
// the server under the keys of auths: by a logout, which drops only the
// spellings of its client's own logins (cli/command/registry/logout.go of
// github.com/docker/cli), and by hand. What is pasted into a shell of it runs
// nothing else.
func RemovalHint(path string, server secrets.Server, keys []string) string {
	host := escape.ShellWord(server.Host)
	logout, dropped := "docker logout "+host, []string{server.Host, "https://" + server.Host, "http://" + server.Host}
	switch {
	case IsPodmanFile(path):
		logout, dropped = "podman logout "+host, []string{server.Host}
	case server.IsHub():
		logout, dropped = "docker logout", []string{secrets.HubURL}
	}
	var steps []string
	for _, key := range keys {
		if !slices.Contains(dropped, key) {
			steps = append(steps, "delete "+escape.ShellWord(ShownKey(key))+" from auths in "+escape.ShellWord(path))
		}
	}
	if len(steps) < len(keys) {
		steps = append(steps, logout)
	}
	return strings.Join(steps, ", then ")
}
