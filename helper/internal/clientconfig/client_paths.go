// Package clientconfig reads and writes the credential helpers in Docker's
// config.json, and in the auth.json of podman, skopeo and buildah, which has
// the same form.
//
// The files belong to their user and to the clients. A change sets or removes
// entries of credHelpers and credsStore, and remembers in plugins which helper
// it replaced; every other key, value and space stays as it is written, in its
// order. Taken back, it leaves the bytes that were there before. A file that a
// client could not read, or would read in another way than other clients, is
// refused untouched. No credential is ever written, and none that is in a file
// is shown.
package clientconfig

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// HelperName stands for this helper in a configuration: clients put
// "docker-credential-" before it and start the program of that name.
const HelperName = "secrets"

// DockerPath returns the path of Docker's own configuration: config.json in
// DOCKER_CONFIG, else in .docker in the home directory. It is empty if the
// environment names neither.
func DockerPath(getenv func(string) string, home string) string {
	switch dir := getenv("DOCKER_CONFIG"); {
	case dir != "":
		return filepath.Join(dir, "config.json")
	case home != "":
		return filepath.Join(home, ".docker", "config.json")
	}
	return ""
}

// CheckDockerVariable refuses a value of DOCKER_CONFIG that is not the path of a
// directory, which need not exist yet.
func CheckDockerVariable(value string) error {
	if info, err := os.Stat(value); err == nil && !info.IsDir() {
		return &Problem{"DOCKER_CONFIG names a file, and Docker takes it for a directory",
			"set DOCKER_CONFIG to the directory of config.json"}
	}
	return CheckTilde("DOCKER_CONFIG", value)
}

// RelativeDockerVariable is about a value of DOCKER_CONFIG that names another
// directory for each in which Docker is started. It is nil for all others.
func RelativeDockerVariable(value string) *Problem {
	if value == "" || filepath.IsAbs(value) {
		return nil
	}
	return &Problem{fmt.Sprintf("DOCKER_CONFIG is not an absolute path: Docker looks for %q in the directory in which it is started",
		filepath.Join(value, "config.json")), "set DOCKER_CONFIG to an absolute path"}
}

// CheckTilde refuses a path whose ~ no shell has replaced by the home directory,
// as behind the sign of equality of an argument. The name is of what holds it.
func CheckTilde(name, path string) error {
	if strings.HasPrefix(path, "~") {
		return &Problem{"no shell expands the ~ in " + name, "write the whole path"}
	}
	return nil
}

// PodmanPaths returns where podman, skopeo and buildah look for their own
// configuration, in their order (containers-auth.json(5)).
func PodmanPaths(getenv func(string) string, home string) []string {
	if path := getenv("REGISTRY_AUTH_FILE"); path != "" {
		return []string{path}
	}
	var paths []string
	if dir := getenv("XDG_RUNTIME_DIR"); dir != "" {
		paths = append(paths, filepath.Join(dir, "containers", "auth.json"))
	}
	if dir := getenv("XDG_CONFIG_HOME"); dir != "" {
		paths = append(paths, filepath.Join(dir, "containers", "auth.json"))
	} else if home != "" {
		paths = append(paths, filepath.Join(home, ".config", "containers", "auth.json"))
	}
	return paths
}

// LastingPodmanPath returns the one of PodmanPaths where a configuration belongs: the
// last, since the first may be gone with the user's session. It is empty for none.
func LastingPodmanPath(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	return paths[len(paths)-1]
}

// IsPodmanFile reports whether the file at path is read by podman, skopeo and
// buildah, and not by Docker. It goes by the name, as in containers-auth.json(5).
func IsPodmanFile(path string) bool { return filepath.Base(path) == "auth.json" }

// Keys returns the keys of credHelpers under which the clients that read the
// file at path look for the registry that a server's text names, the most likely
// one first. They ask for whole registries only, so a path is no part of them.
func Keys(path, server string) []string {
	keys := secrets.LookupKeys(server)
	if IsPodmanFile(path) && slices.Contains(keys, secrets.HubURL) {
		return keys[1:]
	}
	return keys
}
