package doctor

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
)

func TestUnnamedRegistries(t *testing.T) {
	t.Parallel()
	const ecrHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	parsed := func(text string) clientconfig.Document {
		document, err := clientconfig.Parse([]byte(text))
		must(t, err)
		return document
	}
	for name, test := range map[string]struct {
		docker, podman string
		want           []string
	}{
		"named":              {`{"credHelpers": {"a.example": "secrets", "ghcr.io": "secrets", "b.example": "pass"}}`, `{}`, nil},
		"for ECR":            {`{"credHelpers": {"` + ecrHost + `": "secrets"}}`, `{}`, []string{"configure --remove " + ecrHost}},
		"Hub's two keys":     {`{"credHelpers": {"docker.io": "secrets", "https://index.docker.io/v1/": "secrets"}}`, `{}`, []string{"configure --remove docker.io"}},
		"podman's":           {`{}`, `{"credHelpers": {"quay.io": "secrets"}}`, []string{"configure --remove --config '/a b/auth.json' quay.io"}},
		"half a secret":      {`{"credHelpers": {"half.example": "secrets", "bare.example": "secrets"}}`, `{}`, nil},
		"only for a path":    {`{"credHelpers": {"path.example": "secrets"}}`, `{}`, nil},
		"a path and a store": {`{"credsStore": "secrets", "credHelpers": {"path.example": "secrets"}}`, `{}`, []string{"configure --remove path.example"}},
		"a pasted token":     {`{"credHelpers": {"ghp_16C7e42F292c": "secrets", "b.example": "secrets"}}`, `{}`, []string{"configure --remove b.example"}},
		"no registry's key":  {`{"credHelpers": {"-": "secrets"}}`, `{}`, nil},
	} {
		set := helper.ReadSecrets(append(secretOf("a.example"), "GITHUB_TOKEN=t", "H_CONTAINER_REGISTRY_SERVER=half.example",
			"H_CONTAINER_REGISTRY_USER=u", "B_CONTAINER_REGISTRY_SERVER=bare.example",
			"P_CONTAINER_REGISTRY_SERVER=path.example/team", "P_CONTAINER_REGISTRY_USER=u", "P_CONTAINER_REGISTRY_PASSWORD=p"))
		c := clients{
			docker: configuration{path: "/config.json", document: parsed(test.docker)},
			podman: []configuration{{path: "/a b/auth.json", document: parsed(test.podman)}},
		}
		var got []string
		for _, f := range c.checkUnnamed(set) {
			got = append(got, f.Fix)
			if strings.Contains(strings.ToLower(f.Message+f.Fix), "ghp_") {
				t.Errorf("%s: %+v shows a token", name, f)
			}
		}
		for i := range test.want {
			test.want[i] = "set the variables of a secret here too, or: " + helper.Name + " " + test.want[i]
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestWrongServersExcuseRegistries has as many secrets whose SERVER is wrong as
// registries that no secret names: to remove these would be wrong.
func TestWrongServersExcuseRegistries(t *testing.T) {
	t.Parallel()
	document, err := clientconfig.Parse([]byte(`{"credHelpers": {"one.example": "secrets"}}`))
	must(t, err)
	two, err := clientconfig.Parse([]byte(`{"credHelpers": {"one.example": "secrets", "two.example": "secrets"}}`))
	must(t, err)
	for server, wantOne := range map[string]string{
		"SERVER='one.example'":                               "",
		"SERVER='other.example'":                             "",
		"SERVER=one. example":                                "",
		"SERVER=hub.docker.com":                              "",
		"SERVER=mycompany":                                   "",
		"SERVER=one.example/team":                            "",
		"SERVER=12345678901.dkr.ecr.us-east-1.amazonaws.com": "",
		"SERVER_FILE=/one.example":                           "",
		"URL=one.example":                                    "",
		"SERVER=other.example":                               "set the variables of a secret here too, or: " + helper.Name + " configure --remove one.example",
	} {
		set := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_" + server, "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p"})
		got := ""
		for _, f := range (clients{docker: configuration{path: "/config.json", document: document}}).checkUnnamed(set) {
			got += f.Fix
		}
		if got != wantOne {
			t.Errorf("%s: %q, want %q", server, got, wantOne)
		}
		if found := (clients{docker: configuration{path: "/config.json", document: two}}).checkUnnamed(set); len(found) != 1 {
			t.Errorf("%s: of two registries %+v", server, found)
		}
	}
	set := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=hub.docker.com", "A_CONTAINER_REGISTRY_USER=u"})
	found := clients{docker: configuration{path: "/config.json", document: two}}.checkUnnamed(set)
	if want := "correct A_CONTAINER_REGISTRY_SERVER first, then run doctor again"; len(found) != 1 || found[0].Fix != want {
		t.Errorf("%+v, want %q", found, want)
	}
}

// TestTokensForRegistries has a file of podman's where only a token stands for a
// registry: --remove without one would be for all.
func TestTokensForRegistries(t *testing.T) {
	t.Parallel()
	document, err := clientconfig.Parse([]byte(`{"credHelpers": {"ghp_16C7e42F292c": "secrets"}}`))
	must(t, err)
	c := clients{podman: []configuration{{path: "/auth.json", document: document}}}
	found := c.checkUnnamed(helper.ReadSecrets(nil))
	if want := "set the variables of a secret here too, or: take it out of /auth.json"; len(found) != 1 || found[0].Fix != want {
		t.Errorf("%+v, want %q", found, want)
	}
}
