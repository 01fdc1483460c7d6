package clientconfig

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

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
		"path":        {"config.json", "a.example", []string{"https://a.example/v2/"}, `delete https://a.example/v2/ from auths in config.json`},
		"path too":    {"config.json", "a.example", []string{"https://a.example/v2/", "a.example"}, `delete https://a.example/v2/ from auths in config.json, then docker logout a.example`},
		"Docker Hub":  {"config.json", "docker.io", []string{"https://index.docker.io/v1/"}, "docker logout"},
		"Hub's other": {"config.json", "docker.io", []string{"docker.io"}, `delete docker.io from auths in config.json`},
		"podman":      {"auth.json", "docker.io", []string{"docker.io"}, "podman logout docker.io"},
		"odd names":   {"a b/config.json", "[::1]:5000", []string{"https://[::1]:5000/v2/", "[::1]:5000"}, `delete 'https://[::1]:5000/v2/' from auths in 'a b/config.json', then docker logout '[::1]:5000'`},
		"podman's":    {"auth.json", "a.example", []string{"a.example/team"}, `delete a.example/team from auths in auth.json`},
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
