package clientconfig

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

func TestWhereConfigurationsAre(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ map[string]string
		home    string
		docker  string
		podman  []string
	}{
		"home":     {nil, "/h", "/h/.docker/config.json", []string{"/h/.config/containers/auth.json"}},
		"nothing":  {nil, "", "", nil},
		"Docker's": {map[string]string{"DOCKER_CONFIG": "/d"}, "/h", "/d/config.json", []string{"/h/.config/containers/auth.json"}},
		"podman's": {map[string]string{"REGISTRY_AUTH_FILE": "/p.json", "XDG_RUNTIME_DIR": "/r"}, "", "", []string{"/p.json"}},
		"XDG's": {map[string]string{"XDG_RUNTIME_DIR": "/r", "XDG_CONFIG_HOME": "/c"}, "/h", "/h/.docker/config.json",
			[]string{"/r/containers/auth.json", "/c/containers/auth.json"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			getenv := func(name string) string { return test.environ[name] }
			if got := filepath.ToSlash(DockerPath(getenv, test.home)); got != test.docker {
				t.Errorf("config.json at %q, want %q", got, test.docker)
			}
			var podman []string
			for _, path := range PodmanPaths(getenv, test.home) {
				podman = append(podman, filepath.ToSlash(path))
			}
			if diff := cmp.Diff(test.podman, podman); diff != "" {
				t.Errorf("auth.json (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRemovalHint(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, server string
		keys         []string
		want         string
	}{
		"host":        {"config.json", "a.example", []string{"a.example"}, "docker logout a.example"},
		"URL":         {"config.json", "a.example", []string{"https://a.example"}, "docker logout a.example"},
		"both":        {"config.json", "a.example", []string{"a.example", "https://a.example"}, "docker logout a.example"},
		"path":        {"config.json", "a.example", []string{"https://a.example/v2/"}, `delete "https://a.example/v2/" from auths in config.json`},
		"path too":    {"config.json", "a.example", []string{"https://a.example/v2/", "a.example"}, `delete "https://a.example/v2/" from auths in config.json, then docker logout a.example`},
		"Docker Hub":  {"config.json", "docker.io", []string{"https://index.docker.io/v1/"}, "docker logout"},
		"Hub's other": {"config.json", "docker.io", []string{"docker.io"}, `delete "docker.io" from auths in config.json`},
		"podman":      {"auth.json", "docker.io", []string{"docker.io"}, "podman logout docker.io"},
		"podman's":    {"auth.json", "a.example", []string{"a.example/team"}, `delete "a.example/team" from auths in auth.json`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, ok := secrets.ParseServer(test.server)
			if !ok {
				t.Fatal("no server")
			}
			if got := RemovalHint(test.path, server, test.keys); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
