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
		"named":             {`{"credHelpers": {"a.example": "secrets", "ghcr.io": "secrets", "b.example": "pass"}}`, `{}`, nil},
		"for ECR":           {`{"credHelpers": {"` + ecrHost + `": "secrets"}}`, `{}`, []string{"configure --remove " + ecrHost}},
		"Hub's two keys":    {`{"credHelpers": {"docker.io": "secrets", "https://index.docker.io/v1/": "secrets"}}`, `{}`, []string{"configure --remove docker.io"}},
		"podman's":          {`{}`, `{"credHelpers": {"quay.io": "secrets"}}`, []string{"configure --remove --config '/a b/auth.json' quay.io"}},
		"half a secret":     {`{"credHelpers": {"half.example": "secrets", "bare.example": "secrets", "quoted.example": "secrets"}}`, `{}`, nil},
		"only for a path":   {`{"credHelpers": {"path.example": "secrets"}}`, `{}`, []string{"configure --remove path.example"}},
		"a pasted token":    {`{"credHelpers": {"ghp_16C7e42F292c": "secrets", "b.example": "secrets"}}`, `{}`, []string{"configure --remove b.example"}},
		"no registry's key": {`{"credHelpers": {"-": "secrets"}}`, `{}`, nil},
	} {
		set := helper.ReadSecrets(append(secretOf("a.example"), "GITHUB_TOKEN=t", "H_CONTAINER_REGISTRY_SERVER=half.example",
			"H_CONTAINER_REGISTRY_USER=u", "B_CONTAINER_REGISTRY_SERVER=bare.example", "Q_CONTAINER_REGISTRY_SERVER='quoted.example'",
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
