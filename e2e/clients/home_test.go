//go:build linux

package clients

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// clientHome is one user's home directory and environment: the clients' configuration, the secrets, and on the PATH
// the helper behind a script that keeps what it is asked.
type clientHome struct {
	stage   *stage
	dir     string
	environ []string
	shared  bool // it has the ECR identity and the token cache of most homes
}

// The files below a home that name the helper.
const (
	dockerConfig = ".docker/config.json"
	podmanAuth   = "run/containers/auth.json"
)

// homeConfig says what sets a home apart. Its zero value has every right secret, the cache that homes share, and
// the helper in credHelpers.
type homeConfig struct {
	secrets    map[string]registrySecret // by prefix
	ownCache   bool                      // of tokens
	credsStore bool                      // the helper is asked for every registry, not only for the configured ones
	noAuthFile bool                      // podman and its relatives have to read Docker's config.json
	configured bool                      // configure wrote Docker's config.json, the only one
}

// homeList holds every home of the run.
type homeList struct {
	mu    sync.Mutex
	homes []*clientHome
}

func (l *homeList) add(h *clientHome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.homes = append(l.homes, h)
}

func (l *homeList) all() []*clientHome {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.homes)
}

func (s *stage) newHome(t *testing.T, config homeConfig) *clientHome {
	t.Helper()
	if config.secrets == nil {
		config.secrets = s.rightSecrets()
	}
	dir, err := os.MkdirTemp(s.dir, "home")
	testenv.Must(t, err)
	h := &clientHome{stage: s, dir: dir}
	cache := s.cache
	if config.ownCache {
		cache = h.path("cache")
	}
	for _, sub := range []string{"bin", "asked", "tmp", "work", "run/containers", ".docker"} {
		testenv.Must(t, os.MkdirAll(h.path(sub), 0o700))
	}
	h.writeHelper(t)
	h.environ = h.environment(config.secrets, cache)
	h.writeConfiguration(t, config)
	h.shared = !config.ownCache && config.secrets[ecrPrefix] == s.ecr
	s.homes.add(h)
	return h
}

func (h *clientHome) path(name string) string { return filepath.Join(h.dir, name) }

// environment is the whole of what a client sees: nothing of the test's own environment gets in.
func (h *clientHome) environment(secrets map[string]registrySecret, cache string) []string {
	vars := environ.Vars{
		"PATH":                            h.path("bin") + ":" + h.stage.path,
		"HOME":                            h.dir,
		"TMPDIR":                          h.path("tmp"),
		"XDG_RUNTIME_DIR":                 h.path("run"),
		"DOCKER_HOST":                     h.stage.engine,
		"HTTPS_PROXY":                     h.stage.proxy.URL(),
		"SSL_CERT_FILE":                   h.stage.ca.Path(),
		"NODE_EXTRA_CA_CERTS":             h.stage.ca.Path(),
		"NODE_PATH":                       os.Getenv("NODE_PATH"),
		"DOCKER_CREDENTIAL_SECRETS_CACHE": cache,
		// Helm keeps logins in a file of its own otherwise.
		"HELM_REGISTRY_CONFIG": h.path(dockerConfig),
	}
	for prefix, secret := range secrets {
		maps.Copy(vars, environ.Secret(prefix, secret.server, secret.user, secret.password))
	}
	return vars.Entries()
}

// writeConfiguration writes Docker's config.json, and the auth.json of podman and its relatives. Each has Docker Hub
// in the spelling that its readers look for; podman-remote even refuses a key with a scheme.
func (h *clientHome) writeConfiguration(t *testing.T, config homeConfig) {
	t.Helper()
	servers := []string{privateServer, publicServer, ecrServer}
	if h.stage.loop != "" {
		servers = append(servers, h.stage.loop)
	}
	podman := credHelpers(append(servers, hubName))
	docker := credHelpers(append(servers, hubServer, hubRegistry, hubName))
	if config.credsStore {
		docker = map[string]any{"credsStore": "secrets"}
	}
	if config.configured {
		arguments := []string{h.stage.helper, "configure"}
		if config.credsStore {
			arguments = append(arguments, "--default")
		}
		h.succeed(t, arguments...)
		return
	}
	if config.noAuthFile {
		h.writeJSON(t, dockerConfig, podman)
		return
	}
	h.writeJSON(t, dockerConfig, docker)
	h.writeJSON(t, podmanAuth, podman)
}

func credHelpers(servers []string) map[string]any {
	helpers := map[string]string{}
	for _, server := range servers {
		helpers[server] = "secrets"
	}
	return map[string]any{"credHelpers": helpers}
}

func (h *clientHome) writeJSON(t *testing.T, name string, value any) {
	t.Helper()
	content, err := json.Marshal(value)
	testenv.Must(t, err)
	testenv.Must(t, os.WriteFile(h.path(name), content, 0o600))
}

// writeHelper writes the script that clients run. It keeps the input of get and erase, which is a server's name, but
// of store, whose input is a secret, only that it was asked.
func (h *clientHome) writeHelper(t *testing.T) {
	t.Helper()
	script := fmt.Sprintf(`#!/bin/sh
record=$(mktemp '%s/'"$1.XXXXXXXX")
case $1 in
get | erase) tee "$record" | '%s' "$@" ;;
*) exec '%s' "$@" ;;
esac
`, h.path("asked"), h.stage.helper, h.stage.helper)
	testenv.Must(t, os.WriteFile(h.path("bin/docker-credential-secrets"), []byte(script), 0o755))
}

// asked returns what the helper read from standard input, once for each run with the verb, sorted.
func (h *clientHome) asked(t *testing.T, verb string) []string {
	t.Helper()
	records, err := filepath.Glob(h.path("asked/" + verb + ".*"))
	testenv.Must(t, err)
	var servers []string
	for _, record := range records {
		content, err := os.ReadFile(record)
		testenv.Must(t, err)
		servers = append(servers, string(content))
	}
	slices.Sort(servers)
	return servers
}

// askedFor tells whether the helper was run with the verb for a server.
func (h *clientHome) askedFor(t *testing.T, verb, server string) bool {
	t.Helper()
	return slices.ContainsFunc(h.asked(t, verb), func(asked string) bool {
		return strings.TrimSpace(asked) == server
	})
}
