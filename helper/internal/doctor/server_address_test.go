package doctor

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestServerFindings(t *testing.T) {
	t.Parallel()
	for server, want := range map[string]string{
		"mycompany.azurecr.io":    "",
		"http://127.0.0.1:5000":   "",
		"http://registry.lan":     "plain-http",
		"ghcr.io/team":            "path-scoped",
		"hub.docker.com":          "docker-hub-name",
		"registry.hub.docker.com": "docker-hub-name Docker asks for registry.hub.docker.com only where",
		"docker.io":               "",
		"https://github.com/acme": "server-invalid github.com is a web site, and no registry",
		"api.github.com":          "is a web site",
		"https://us-east-1.console.aws.amazon.com/ecr/repositories/private/123456789012/app": "is a web site",
		"https://portal.azure.com/#home":     "is a web site",
		"console.cloud.google.com/artifacts": "is a web site",
		"cloud.digitalocean.com":             "is a web site",
		"gitlab.com":                         "",
		"registry.gitlab.com":                "",
		"ghcr.io":                            "",
		"github.com.example.com":             "",
		"containers.github.example.com":      "",
		"localhost":                          "",
		"[::1]":                              "",
		"registry:5000":                      "",
		"puller":                             "server-invalid A_CONTAINER_REGISTRY_SERVER names no registry: Docker takes puller for an image of Docker Hub",
		"team/app:1":                         "names no registry: Docker takes team/app for an image of Docker Hub",
		"node:20":                            "names no registry: Docker takes node:20 for an image of Docker Hub",
		"https://hub.docker.com/u/me":        "docker-hub-name Docker never asks for hub.docker.com",
		"registry:80":                        "",
		"https://index.docker.io/v1/":        "",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com": "",
		"public.ecr.aws": "",
		"12345678901.dkr.ecr.us-east-1.amazonaws.com":               "an AWS account has 12 digits, and this one 11",
		"123456789012.dkr.ecr.amazonaws.com":                        "the region is missing",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com:5000":         "has a port",
		"my-account.dkr.ecr.us-east-1.amazonaws.com":                "does not begin with the AWS account's 12 digits",
		"api.ecr.us-east-1.amazonaws.com":                           "is that of the AWS API",
		"123456789012.ecr.us-east-1.amazonaws.com":                  `behind the account comes ".dkr.ecr."`,
		"123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example": "none of AWS",
		"ecr.example": "",
	} {
		t.Run(server, func(t *testing.T) {
			t.Parallel()
			secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=" + server}).All()[0]
			text := ""
			found := world{}.checkAddress(secret)
			for _, f := range found {
				text += f.Code + " " + f.Message
			}
			if isNoRegistry(found) && len(found) > 1 {
				t.Errorf("more than one cause: %+v", found)
			}
			if want == "" && text != "" || !strings.Contains(text, want) {
				t.Errorf("found %q, want %q", text, want)
			}
		})
	}
}

func TestMalformedServersAreNotShown(t *testing.T) {
	t.Parallel()
	for server, want := range map[string]string{
		`"planted.example"`:               "quotation marks",
		"*.planted.example":               "has a *, which only",
		"a.example planted.example":       "more than one registry",
		"ftp://planted.example":           "begins with a scheme that is none of registries",
		"docker://planted.example/team":   "begins with a scheme that is none of registries",
		"https://a.example planted":       "more than one registry",
		"https://planted.example/%2e":     "",
		"planted.example.":                "ends with a dot",
		"https://planted.example./":       "ends with a dot",
		"vault://planted/planted":         "is a placeholder",
		"planted:planted@planted/planted": "",
	} {
		t.Run(server, func(t *testing.T) {
			t.Parallel()
			secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=" + server}).All()[0]
			f := checkMalformed(secret)[0]
			if want == "" {
				want, _ = helper.ExplainServer(secret)
			}
			if !strings.Contains(f.Message, want) || strings.Contains(f.Message+f.Fix, "planted") {
				t.Errorf("found %+v, want %q", f, want)
			}
		})
	}
}

func TestParseTarget(t *testing.T) {
	t.Parallel()
	set := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=ghcr.io/team", "B_CONTAINER_REGISTRY_SERVER=registry"})
	for text, want := range map[string]struct{ server, image string }{
		"mycompany.azurecr.io":            {"mycompany.azurecr.io", ""},
		"https://mycompany.azurecr.io":    {"mycompany.azurecr.io", ""},
		"mycompany.azurecr.io/team/app:1": {"mycompany.azurecr.io", "mycompany.azurecr.io/team/app:1"},
		"127.0.0.1:5000":                  {"127.0.0.1:5000", ""},
		"127.0.0.1:5000/app":              {"127.0.0.1:5000", "127.0.0.1:5000/app:latest"},
		"localhost":                       {"localhost", ""},
		"localhost:5000/app":              {"localhost:5000", "localhost:5000/app:latest"},
		"ghcr.io/team":                    {"ghcr.io/team", ""},
		"ghcr.io/team:1":                  {"ghcr.io", "ghcr.io/team:1"},
		"https://ghcr.io/team":            {"ghcr.io/team", ""},
		"https://ghcr.io/team/app:1":      {"ghcr.io", "ghcr.io/team/app:1"},
		"docker://a.example/x:1":          {"a.example", "a.example/x:1"},
		"https://a.example:5000/v2/":      {"a.example:5000", ""},
		"ghcr.io/team/app":                {"ghcr.io", "ghcr.io/team/app:latest"},
		"registry":                        {"registry", ""},
		"ubuntu":                          {"docker.io", "index.docker.io/library/ubuntu:latest"},
		"ubuntu:22":                       {"docker.io", "index.docker.io/library/ubuntu:22"},
		"org/app:1":                       {"docker.io", "index.docker.io/org/app:1"},
		"docker.io":                       {"docker.io", ""},
		"https://index.docker.io/v1/":     {"docker.io", ""},
		"a.example/x@sha256:" + strings.Repeat("a", 64): {"a.example", "a.example/x@sha256:" + strings.Repeat("a", 64)},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			server, reference, err := parseTarget(text, set)
			if err != nil {
				t.Fatal(err)
			}
			image := ""
			if reference != nil {
				image = reference.Name()
			}
			if server.String() != want.server || image != want.image {
				t.Errorf("server %q, image %q", server, image)
			}
		})
	}
	for _, text := range []string{"", "two words", "a.example/UPPER", "http://", "a.example/x:y:z"} {
		if server, image, err := parseTarget(text, set); err == nil {
			t.Errorf("%q was read as %v, %v", text, server, image)
		}
	}
}
