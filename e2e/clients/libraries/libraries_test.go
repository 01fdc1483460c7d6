package libraries

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A registry is named by its images, and by a SERVER in several spellings.
type registry struct {
	image   string
	servers []string
}

// ofHost has the spellings of any host.
func ofHost(host string) registry {
	spellings := []string{host, "https://" + host, host + "/", "https://" + host + "/v2/", strings.ToUpper(host), " " + host + "\t"}
	return registry{host + "/team/app:1", spellings}
}

func registries() []registry {
	all := []registry{
		{"docker.io/library/app:1", []string{
			"docker.io", "https://index.docker.io/v1/", "index.docker.io", "registry-1.docker.io", "https://docker.io", "DOCKER.IO",
		}},
		{"docker.io/team/app:1", []string{
			"https://index.docker.io/v1/", "docker.io/", "https://index.docker.io", "http://index.docker.io/v1/", "Index.Docker.io", "https://registry-1.docker.io/v2/",
		}},
	}
	for _, host := range []string{
		"ghcr.io", "quay.io", "gcr.io", "dhi.io", "mycompany.azurecr.io", "registry.gitlab.com", "europe-west1-docker.pkg.dev",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com", "public.ecr.aws", "harbor.corp.internal", "a.b.c.d.example", "xn--e1afmkfd.example",
		"localhost", "localhost:5000", "127.0.0.1:5000", "192.168.1.10:5000", "[::1]:5000", "[2001:db8::1]", "registry:5000", "my_registry:5000",
		"host.docker.internal:5000", "registry.example:8443", "registry.example:80", "registry.example:443", "Capital.Example",
		"Capital.Example:443",
	} {
		all = append(all, ofHost(host))
	}
	return all
}

// A way is how config.json comes to name the helper.
type way struct {
	name       string
	before     string     // config.json at first, none if empty
	configures [][]string // arguments of configure, one run each
}

func ways() []way {
	return []way{
		{"credHelpers", "", [][]string{{}}},
		{"credsStore", `{"credsStore": "desktop"}`, [][]string{{"--default", "--replace"}}},
		{"both", "", [][]string{{}, {"--default"}}},
	}
}

// excuse says why a client can't find the credential, if it can't.
func excuse(client, way, image, server string) string {
	host, _, _ := strings.Cut(image, "/")
	readsKeys := way == "credHelpers" || client == "docker/cli, all" || client == "containers/image" || client == "regclient" ||
		client == "testcontainers-go"
	asksItself := client == "docker-credential-helpers" || client == "oras-go" && way != "credHelpers"
	switch {
	case client == "testcontainers-go" && way == "credsStore":
		return "it asks a store only for registries that auths or credHelpers name"
	case client == "testcontainers-go" && (host == "localhost" || host == "a.b.c.d.example"):
		return "it takes neither a host without a dot and a port nor one of so many labels for a registry"
	case strings.Contains(host, "_") && client != "go-containerregistry" && client != "oras-go" && client != "testcontainers-go":
		return "it takes no underscore in the host of an image"
	case client == "containers/image" && strings.HasPrefix(host, "["):
		return "it takes no IPv6 address in an image"
	case client == "containers/image" && way == "credsStore":
		return "it ignores credsStore"
	case readsKeys && !asksItself && server == strings.ToUpper(host) && (host != strings.ToLower(host) || strings.HasSuffix(host, ":443")):
		return "it looks for the image's own capitals and port, and configure writes SERVER's, and those without capitals and 443"
	case client == "docker/cli, all" && way == "credsStore" && server == "docker.io":
		return "list names Docker Hub as SERVER does here, for podman --remote, and the classic builder looks for its URL"
	}
	return ""
}

// TestLibraries shares one home, since some libraries remember where config.json is.
func TestLibraries(t *testing.T) {
	home := newHome(t)
	t.Run("registries", func(t *testing.T) { findEachRegistry(t, home) })
	t.Run("bad neighbour", func(t *testing.T) { findBesideHalf(t, home) })
}

// findEachRegistry has each library look for each registry, in each spelling of SERVER.
func findEachRegistry(t *testing.T, home string) {
	t.Setenv("A_CONTAINER_REGISTRY_USER", "AWS")
	t.Setenv("A_CONTAINER_REGISTRY_PASSWORD", "planted-password")
	want := credential{"AWS", "planted-password"}
	for _, w := range ways() {
		tried, excused := make(map[string]int), make(map[string]int)
		for _, r := range registries() {
			for _, server := range r.servers {
				t.Setenv("A_CONTAINER_REGISTRY_SERVER", server)
				configure(t, home, w)
				for _, c := range clients() {
					got, err := c.find(t.Context(), r.image)
					why := excuse(c.name, w.name, r.image, server)
					tried[c.name]++
					switch {
					case why != "" && got == want:
						t.Errorf("%s by %s finds %s for SERVER=%q, though %s", c.name, w.name, r.image, server, why)
					case why != "":
						excused[c.name]++
					case got != want:
						t.Errorf("%s by %s does not find %s for SERVER=%q: %v, %v", c.name, w.name, r.image, server, got.username, err)
					}
				}
			}
		}
		var counts []string
		for name, n := range tried {
			counts = append(counts, fmt.Sprintf("%s %d of %d", name, n-excused[name], n))
		}
		slices.Sort(counts)
		t.Logf("%s: %s", w.name, strings.Join(counts, ", "))
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// newHome builds the helper into a home of the test's own, and has the environment say so.
func newHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", home, ".")
	build.Dir = filepath.Join("..", "..", "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	for name, value := range map[string]string{
		"PATH": home, "HOME": home, "DOCKER_CONFIG": filepath.Join(home, ".docker"), "XDG_RUNTIME_DIR": home, "XDG_CONFIG_HOME": filepath.Join(home, ".config"),
		"REGISTRY_AUTH_FILE": "", "DOCKER_AUTH_CONFIG": "", "GITHUB_TOKEN": "", "DOCKER_CREDENTIAL_SECRETS_CACHE": "off",
		"DOCKER_HOST": "unix://" + filepath.Join(home, "no-engine"),
	} {
		t.Setenv(name, value)
	}
	return home
}

// configure has config.json name the helper for the secrets of the environment.
func configure(t *testing.T, home string, w way) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(home, ".docker")); err != nil {
		t.Fatal(err)
	}
	if w.before != "" {
		write(t, filepath.Join(home, ".docker", "config.json"), w.before)
	}
	for _, arguments := range w.configures {
		command := exec.CommandContext(t.Context(), filepath.Join(home, "docker-credential-secrets"), append([]string{"configure"}, arguments...)...)
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("configure %q: %v\n%s", arguments, err, output)
		}
	}
}
