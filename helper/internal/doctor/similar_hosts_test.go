package doctor

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestSimilarHosts(t *testing.T) {
	t.Parallel()
	var environ []string
	for i, server := range []string{"registry.example.com", "registry.lan:5000", "mycompany.azurecr.io", "a.io", "docker.io", "ghp_16C7e42F292c6912E7",
		"hub.docker.io", "123456789012.dkr.ecr.useast1.amazonaws.com"} {
		prefix := string(rune('A'+i)) + "_CONTAINER_REGISTRY_"
		environ = append(environ, prefix+"SERVER="+server, prefix+"USER=u", prefix+"PASSWORD=p")
	}
	set := helper.ReadSecrets(environ)
	for host, want := range map[string]string{
		"registry.exmaple.com":      "registry.example.com",
		"regsitry.example.com":      "registry.example.com",
		"registry2.example.com":     "registry.example.com",
		"registry.example.com:5000": "registry.example.com",
		"registry.lan":              "registry.lan:5000",
		"registry.lan:5001":         "registry.lan:5000",
		"example.com":               "registry.example.com",
		"eu.registry.example.com":   "registry.example.com",
		"mycompany.azurcr.io":       "mycompany.azurecr.io",
		"docker.com":                "docker.io",
		"hb.docker.io":              "docker.io",
		"quay.io":                   "",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com": "", // the secret's is wrong
		"b.io":                   "",
		"ghp_16c7e42f292c6912e8": "",
		"other.example.com":      "",
		"registry.example.org":   "",
		"registry.example.com":   "",
	} {
		if got := similarHost(host, set); got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
}
