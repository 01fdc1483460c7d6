package doctor

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

func TestIsServerAPassword(t *testing.T) {
	t.Parallel()
	for server, want := range map[string]bool{
		"glpat-abcdefghij0123456789":                   true,
		"ghp_abcdefghij":                               true,
		"github_pat_abcdefghij":                        true,
		"dckr_pat_abcdefghij":                          true,
		"abcdefghij0123456789":                         true,
		"AbcdefghijKlmnopqrst":                         true,
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY":     true,
		strings.Repeat("a", 70) + "." + "b.c":          true,
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefg": true,
		"registry":                             false,
		"company-registry-of-the-second-floor": false,
		"k8s-registry-production-01":           false,
		"REGISTRY":                             false,
		"localhost":                            false,
		"localhost/abcdefghij0123456789":       false,
		"registry:5000":                        false,
		"http://abcdefghij0123456789":          false,
		"abcdefghij0123456789.azurecr.io":      false,
		"abcdefghij0123456789:5000":            false,
		"":                                     false,
	} {
		t.Run(server, func(t *testing.T) {
			t.Parallel()
			environ := []string{"A_CONTAINER_REGISTRY_SERVER=" + server, "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=pw"}
			if got := IsServerAPassword(oneSecret(t, environ)); got != want {
				t.Errorf("IsServerAPassword is %v", got)
			}
		})
	}
}

// A short password is known by the registry in its place.
func TestServerAndPasswordSwapped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		password string
		want     bool
	}{
		{"mycompany.azurecr.io", true},
		{"https://mycompany.azurecr.io", true},
		{"Pass.Word", false},
		{"password", false},
	} {
		environ := []string{"A_CONTAINER_REGISTRY_SERVER=hunter2", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=" + test.password}
		if got := IsServerAPassword(oneSecret(t, environ)); got != test.want {
			t.Errorf("%s: %v", test.password, got)
		}
	}
}

func oneSecret(t *testing.T, environ []string) secrets.Secret {
	t.Helper()
	set := secrets.FromEnviron(environ)
	for _, all := range [][]secrets.Secret{set.All(), set.Malformed()} {
		for _, secret := range all {
			return secret
		}
	}
	return secrets.Secret{}
}
