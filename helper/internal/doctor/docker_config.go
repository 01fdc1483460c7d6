package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// clients is what Docker, podman and their kin are told of credentials.
type clients struct {
	path        string // of config.json, empty if there is no place for one
	config      *clientconfig.Document
	problem     error                  // why config is not to be had
	environ     *clientconfig.Document // of DOCKER_AUTH_CONFIG
	badEnviron  bool                   // DOCKER_AUTH_CONFIG can't be read
	podman      *clientconfig.Document // of auth.json, nil if there is none
	authPath    string
	authProblem error // why podman is not to be had
	usesPodman  bool  // podman or one of its kin is there
}

// readClients reads the configurations that the environment leads to.
func (d Doctor) readClients() clients {
	var c clients
	c.path = clientconfig.DockerPath(d.Helper.Getenv, d.Home)
	if c.path != "" {
		config, err := clientconfig.ReadFile(c.path)
		if c.problem = err; err == nil {
			c.config = &config
		}
	}
	if text := d.Helper.Getenv("DOCKER_AUTH_CONFIG"); text != "" {
		document, err := clientconfig.Parse([]byte(text))
		if c.badEnviron = err != nil; err == nil {
			c.environ = &document
		}
	}
	for _, name := range []string{"podman", "skopeo", "buildah"} {
		c.usesPodman = c.usesPodman || d.lookPath(name) != ""
	}
	for _, path := range clientconfig.PodmanPaths(d.Helper.Getenv, d.Home) {
		c.authPath = path // the last is where a new one belongs
		document, err := clientconfig.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if c.authProblem = err; err == nil {
			c.podman = &document
		}
		break
	}
	return c
}

// findings reports what keeps clients from any helper. needed are the
// registries that Docker is to ask this helper for.
func (c clients) findings(needed []needed) []Finding {
	found := c.dockerFindings(needed)
	if c.badEnviron {
		found = append(found, newFinding(codeAuthConfigInvalid, "DOCKER_AUTH_CONFIG is not JSON like that of a config.json, and Docker 28.3 and later refuse it",
			"correct it, or unset DOCKER_AUTH_CONFIG"))
	}
	if c.authProblem != nil {
		found = append(found, newFinding(codePodmanUnreadable, "podman, skopeo and buildah can't read "+c.authPath+": "+c.authProblem.Error(), "fix it, or remove it"))
	}
	return found
}

func (c clients) dockerFindings(needed []needed) []Finding {
	switch {
	case c.path == "":
		return []Finding{newFinding(codeNoHome, "HOME is not set, so that Docker finds no configuration", "set HOME, or DOCKER_CONFIG")}
	case errors.Is(c.problem, fs.ErrNotExist):
		return c.missing(needed)
	case errors.Is(c.problem, fs.ErrPermission):
		return []Finding{newFinding(codeConfigUnreadable, c.path+" is not readable by this user",
			`give its directory back to its user, for instance: sudo chown -R "$USER" '`+filepath.Dir(c.path)+"'")}
	case c.problem != nil:
		return []Finding{newFinding(codeConfigUnreadable, strings.TrimSuffix(c.problem.Error(), ": correct it"), "correct it, or move it away and run "+helper.Name+" configure")}
	}
	return nil
}

// A needed registry is one that a secret answers for.
type needed struct {
	server secrets.Server
	// isImplied is true if nobody asked for it: what is missing is no error.
	isImplied bool
	// isByName is true if configure takes it in only by its name.
	isByName bool
}

// missing is about a configuration that does not exist, for the registries
// that are needed.
func (c clients) missing(all []needed) []Finding {
	if len(all) == 0 {
		return nil
	}
	finding := newFinding(codeConfigMissing, c.path+" does not exist, so Docker asks no helper", helper.Name+" configure")
	isByName := true
	for _, n := range all {
		isByName = isByName && n.isByName
		if !n.isImplied && !c.isForPodman(n.server) {
			finding.Severity = Error
		}
	}
	if isByName {
		for _, n := range all {
			finding.Fix += " " + n.server.Host
		}
	}
	return []Finding{finding}
}

// registryFindings reports what keeps clients from asking this helper for
// the registry, or what they know beside it.
func (c clients) registryFindings(server secrets.Server) []Finding {
	var found []Finding
	if c.config != nil {
		found = append(found, c.configFindings(server)...)
	}
	if c.environ != nil {
		if len(c.environ.AuthsOf(server)) > 0 {
			found = append(found, newFinding(codeAuthConfigOutranks, "DOCKER_AUTH_CONFIG holds a credential for it, which Docker 28.3 and later use in place of any helper's",
				"unset DOCKER_AUTH_CONFIG"))
		}
	}
	return append(found, c.podmanFindings(server)...)
}

func (c clients) configFindings(server secrets.Server) []Finding {
	key := clientconfig.Key(c.path, server)
	configure := helper.Name + " configure " + server.Host
	named, isNamed := c.config.Helpers()[key]
	store := c.config.Store()
	logins := c.config.AuthsOf(server)
	switch {
	case isNamed && named != clientconfig.HelperName:
		return []Finding{newFinding(codeOtherHelper, fmt.Sprintf("Docker asks docker-credential-%s for it: so says credHelpers in %s", named, c.path), configure)}
	case isNamed || store == clientconfig.HelperName:
		if len(logins) > 0 {
			return []Finding{newFinding(codeAuthsStale, "a login is stored in "+c.path+" too, unencrypted, and may be out of date",
				clientconfig.RemovalHint(c.path, server, logins))}
		}
		return nil
	}
	if other, ok := c.otherSpelling(server); ok {
		return []Finding{newFinding(codeKeySpelling, fmt.Sprintf("credHelpers in %s has it as %q, but Docker asks for %q", c.path, other, key), configure)}
	}
	switch {
	case store != "":
		return []Finding{newFinding(codeOtherStore, fmt.Sprintf("Docker asks docker-credential-%s for it: so says credsStore in %s", store, c.path), configure)}
	case len(logins) > 0:
		return []Finding{newFinding(codeAuthsShadows, "Docker uses the login stored in "+c.path+", not this secret",
			configure+", then "+clientconfig.RemovalHint(c.path, server, logins))}
	}
	return []Finding{newFinding(codeNotConfigured, "Docker asks no helper for it: credHelpers in "+c.path+" does not name it", configure)}
}

// otherSpelling returns the key of credHelpers by which somebody meant the
// server and this helper.
func (c clients) otherSpelling(server secrets.Server) (string, bool) {
	for _, key := range c.config.HelpersOf(server) {
		if c.config.Helpers()[key] == clientconfig.HelperName {
			return key, true
		}
	}
	return "", false
}
