package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/dockerconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// clients is what Docker, podman and their kin are told of credentials.
type clients struct {
	path        string // of config.json, empty if there is no place for one
	config      *dockerconfig.Document
	problem     error                  // why config is not to be had
	environ     *dockerconfig.Document // of DOCKER_AUTH_CONFIG
	podman      *dockerconfig.Document // of auth.json, nil if there is none
	authPath    string
	authProblem error // why podman is not to be had
}

// readClients reads the configurations that the environment leads to.
func (d Doctor) readClients() clients {
	var c clients
	c.path = dockerconfig.Path(d.getenv("DOCKER_CONFIG"), d.Home)
	if c.path != "" {
		config, err := dockerconfig.ReadFile(c.path)
		if c.problem = err; err == nil {
			c.config = &config
		}
	}
	if text := d.getenv("DOCKER_AUTH_CONFIG"); text != "" {
		if document, err := dockerconfig.Parse([]byte(text)); err == nil {
			c.environ = &document
		}
	}
	for _, path := range d.authPaths() {
		document, err := dockerconfig.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if c.authPath, c.authProblem = path, err; err == nil {
			c.podman = &document
		}
		break
	}
	return c
}

// authPaths returns where podman, skopeo and buildah look for their own
// configuration (containers-auth.json(5)).
func (d Doctor) authPaths() []string {
	if path := d.getenv("REGISTRY_AUTH_FILE"); path != "" {
		return []string{path}
	}
	var paths []string
	if dir := d.getenv("XDG_RUNTIME_DIR"); dir != "" {
		paths = append(paths, filepath.Join(dir, "containers", "auth.json"))
	}
	if dir := d.getenv("XDG_CONFIG_HOME"); dir != "" {
		paths = append(paths, filepath.Join(dir, "containers", "auth.json"))
	} else if d.Home != "" {
		paths = append(paths, filepath.Join(d.Home, ".config", "containers", "auth.json"))
	}
	return paths
}

// findings reports what keeps clients from any helper.
func (c clients) findings() []Finding {
	found := c.dockerFindings()
	if c.authProblem != nil {
		found = append(found, doubtful("podman-unreadable", "podman, skopeo and buildah can't read "+c.authPath+": "+c.authProblem.Error(), "mend it, or remove it"))
	}
	return found
}

func (c clients) dockerFindings() []Finding {
	switch {
	case c.path == "":
		return []Finding{wrong("no-home", "HOME is not set, so that Docker finds no configuration", "set HOME, or DOCKER_CONFIG")}
	case errors.Is(c.problem, fs.ErrNotExist):
		return []Finding{wrong("config-missing", c.path+" does not exist, so Docker asks no helper", helper.Name+" configure")}
	case errors.Is(c.problem, fs.ErrPermission):
		return []Finding{wrong("config-unreadable", c.path+" may not be read by this user", "give it back to its user, for instance: sudo chown $USER "+c.path)}
	case c.problem != nil:
		return []Finding{wrong("config-unreadable", strings.TrimSuffix(c.problem.Error(), ": correct it"), "correct it, or move it away and run "+helper.Name+" configure")}
	}
	return nil
}

// registryFindings reports what keeps clients from asking this helper for
// the registry, or what they know beside it.
func (c clients) registryFindings(server secrets.Server) []Finding {
	var found []Finding
	if c.config != nil {
		found = append(found, c.configFindings(server)...)
	}
	if c.environ != nil {
		if _, ok := c.environ.AuthOf(server); ok {
			found = append(found, doubtful("auth-config-outranks", "DOCKER_AUTH_CONFIG holds a credential for it, which Docker 28.3 and later use in place of any helper's",
				"unset DOCKER_AUTH_CONFIG"))
		}
	}
	if c.podman != nil {
		found = append(found, c.podmanFindings(server)...)
	}
	return found
}

func (c clients) configFindings(server secrets.Server) []Finding {
	key := dockerconfig.Key(c.path, server)
	configure := helper.Name + " configure " + server.Host
	named, isNamed := c.config.Helpers()[key]
	store := c.config.Store()
	_, hasAuth := c.config.AuthOf(server)
	switch {
	case isNamed && named != dockerconfig.HelperName:
		return []Finding{wrong("other-helper", fmt.Sprintf("Docker asks docker-credential-%s for it: so says credHelpers in %s", named, c.path), configure)}
	case isNamed || store == dockerconfig.HelperName:
		if hasAuth {
			return []Finding{doubtful("auths-stale", "a login is kept in "+c.path+" too, in the clear, and grows stale", "docker logout "+server.Host)}
		}
		return nil
	}
	if other, ok := c.otherSpelling(server); ok {
		return []Finding{wrong("key-spelling", fmt.Sprintf("credHelpers in %s has it as %q, but Docker asks for %q", c.path, other, key), configure)}
	}
	switch {
	case store != "":
		return []Finding{wrong("other-store", fmt.Sprintf("Docker asks docker-credential-%s for it: so says credsStore in %s", store, c.path), configure)}
	case hasAuth:
		return []Finding{wrong("auths-shadows", "Docker uses the login kept in "+c.path+", not this secret", configure+" && docker logout "+server.Host)}
	}
	return []Finding{wrong("not-configured", "Docker asks no helper for it: credHelpers in "+c.path+" does not name it", configure)}
}

// otherSpelling returns the key of credHelpers by which somebody meant the
// server and this helper.
func (c clients) otherSpelling(server secrets.Server) (string, bool) {
	helpers := c.config.Helpers()
	for _, key := range slices.Sorted(maps.Keys(helpers)) {
		name := helpers[key]
		if meant, ok := secrets.ParseServer(key); ok && meant.Host == server.Host && name == dockerconfig.HelperName {
			return key, true
		}
	}
	return "", false
}

func (c clients) podmanFindings(server secrets.Server) []Finding {
	named, isNamed := c.podman.Helpers()[dockerconfig.Key(c.authPath, server)]
	switch _, hasAuth := c.podman.AuthOf(server); {
	case isNamed && named != dockerconfig.HelperName:
		return []Finding{doubtful("podman-outranks", fmt.Sprintf("podman asks docker-credential-%s for it: so says credHelpers in %s", named, c.authPath),
			helper.Name+" configure --config "+c.authPath+" "+server.Host)}
	case hasAuth && !isNamed:
		return []Finding{doubtful("podman-outranks", "podman, skopeo and buildah use the login kept in "+c.authPath, "podman logout "+server.Host)}
	}
	return nil
}

// programFindings reports whether clients find this program.
func (d Doctor) programFindings() []Finding {
	found := d.lookPath()
	if found == "" {
		return []Finding{wrong("not-on-path", helper.Name+" is in none of the directories of PATH, so Docker can't start it",
			"add the directory of "+orName(d.Executable)+" to PATH, or copy the program to one that is in it")}
	}
	first, err := os.Stat(found)
	own, err2 := os.Stat(d.Executable)
	if err == nil && err2 == nil && !os.SameFile(first, own) {
		return []Finding{doubtful("other-binary", "Docker starts "+found+", which is not this program, "+d.Executable, "remove one of them")}
	}
	return nil
}

func orName(path string) string {
	if path == "" {
		return helper.Name
	}
	return path
}

// lookPath returns the program that a client starts, empty if there is none.
func (d Doctor) lookPath() string {
	for _, dir := range filepath.SplitList(d.getenv("PATH")) {
		for _, ending := range d.endings() {
			path := filepath.Join(dir, helper.Name+ending)
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && (ending != "" || info.Mode()&0o111 != 0) {
				return path
			}
		}
	}
	return ""
}

// endings returns those that a program's name may have: on Windows the path
// of this program tells which.
func (d Doctor) endings() []string {
	if ending := filepath.Ext(d.Executable); ending == ".exe" {
		return []string{ending}
	}
	return []string{""}
}
