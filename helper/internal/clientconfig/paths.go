// Package clientconfig reads and writes the credential helpers in Docker's
// config.json, and in the auth.json of podman and its kin, which has the same
// form.
//
// The file belongs to its user and to Docker, so an edit changes nothing but
// the members credHelpers and credsStore: every other byte stays, the order
// and the indentation too. A file that Docker could not read, or would read
// in another way than other clients, is refused untouched. No credential is
// ever written, and none that is in the file is shown.
package clientconfig

import (
	"path/filepath"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// HelperName stands for this helper in a configuration: clients put
// "docker-credential-" before it and start the program of that name.
const HelperName = "secrets"

// The members of a configuration that say who answers for which registry
// (https://docs.docker.com/reference/cli/docker/login/#configure-the-credential-store).
const (
	helpersMember = "credHelpers"
	storeMember   = "credsStore"
	authsMember   = "auths"
)

// hubURL is what Docker calls Docker Hub where it keeps credentials
// (registry.IndexServer of github.com/docker/docker).
const hubURL = "https://index.docker.io/v1/"

// Key returns the key of credHelpers under which the clients that read the
// file at path look for the server. They know whole registries only, so the
// server's path is no part of it.
func Key(path string, server secrets.Server) string {
	if server.IsHub() && !IsContainersFile(path) {
		return hubURL
	}
	return server.Host
}

// Logout returns the command that drops the login kept under the key of auths,
// for the server, in the file at path. It reports false for a key that no
// logout drops: each knows but the spellings of its client's own logins
// (cli/command/registry/logout.go of github.com/docker/cli).
func Logout(path string, server secrets.Server, key string) (command string, ok bool) {
	host := strings.TrimPrefix(strings.TrimPrefix(key, "https://"), "http://")
	switch {
	case IsContainersFile(path):
		return "podman logout " + key, key == server.Host
	case server.IsHub():
		return "docker logout", key == hubURL
	}
	return "docker logout " + server.Host, host == server.Host
}

// IsContainersFile reports whether the file at path is read by podman,
// skopeo and buildah, and not by Docker. It goes by the name, as in
// containers-auth.json(5).
func IsContainersFile(path string) bool { return filepath.Base(path) == "auth.json" }

// Path returns the path of Docker's own configuration: config.json in
// DOCKER_CONFIG, else in .docker in the home directory. It is empty if the
// environment names neither.
func Path(dockerConfig, home string) string {
	switch {
	case dockerConfig != "":
		return filepath.Join(dockerConfig, "config.json")
	case home != "":
		return filepath.Join(home, ".docker", "config.json")
	}
	return ""
}
