package helper

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestErase(t *testing.T) {
	t.Parallel()
	environ := append(secret("ACR", "mycompany.azurecr.io", "u"), secret("HUB", "docker.io", "h")...)
	environ = append(environ, "HALF_CONTAINER_REGISTRY_SERVER=half.example")
	stays := func(server, variable string) string {
		return "docker-credential-secrets: " + server + ": the secret stays in the environment; to log out, unset " + variable + "\n"
	}
	for server, wantStderr := range map[string]string{
		"mycompany.azurecr.io":                     stays("mycompany.azurecr.io", "ACR_CONTAINER_REGISTRY_SERVER"),
		"https://mycompany.azurecr.io":             "",
		"https://index.docker.io/v1/":              stays("docker.io", "HUB_CONTAINER_REGISTRY_SERVER"),
		"https://index.docker.io/v1/access-token":  "",
		"https://index.docker.io/v1/refresh-token": "",
		"unknown.example":                          "",
		"half.example":                             "",
		"":                                         "docker-credential-secrets: no credentials server URL: standard input has to name a registry, as mycompany.azurecr.io\n",
		"a\nb":                                     "docker-credential-secrets: standard input has more than one line: give one server\n",
	} {
		r := run{environ: environ, stdin: server}
		r.do("erase")
		if r.status != 0 || r.stdout != "" {
			t.Errorf("%q: status %d, standard output %q", server, r.status, r.stdout)
		}
		if diff := cmp.Diff(wantStderr, r.stderr); diff != "" {
			t.Errorf("%q: standard error: -want +got\n%s", server, diff)
		}
	}
}

func TestEraseDropsCachedToken(t *testing.T) {
	t.Parallel()
	r := run{environ: secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), cacheDir: t.TempDir(), stdin: ecrHost}
	cache := ecr.Cache{Dir: filepath.Join(r.cacheDir, Name)}
	registry, _ := ecr.ParseRegistry(ecrHost)
	request := ecr.Request{Registry: registry, Identity: ecr.Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(planted + "-ECR")}}
	entry := entryOf(t, cache, request)
	entry.PutToken(ecr.Token{Password: hidden.Of("token"), Issued: testTime(), Lifetime: time.Hour})
	if r.do("get"); r.status != 0 {
		t.Fatalf("the cached token does not answer: %s", r.stdout)
	}
	if r.do("erase"); r.status != 0 {
		t.Fatalf("erase: status %d", r.status)
	}
	if _, ok := entry.Token(); ok {
		t.Error("the token is still in the cache")
	}
}
