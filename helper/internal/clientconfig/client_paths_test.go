package clientconfig

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
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

func TestPathsThatNoShellExpands(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"~/.docker": "no shell expands the ~ in --config: write the whole path", "~": "no shell expands the ~ in --config: write the whole path",
		"": "", "/home/~/x": "", "a~": "",
	} {
		got := ""
		if err := CheckTilde("--config", path); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}
