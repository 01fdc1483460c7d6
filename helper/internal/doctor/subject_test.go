package doctor

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestVariablesAreToldWithoutValues(t *testing.T) {
	t.Parallel()
	const p = "A_CONTAINER_REGISTRY_"
	for name, test := range map[string]struct {
		environ []string
		want    []Variable
	}{
		"each state": {
			[]string{p + "SERVER=a.example", p + "USER=", p + "PASSWORD_FILE=/p", p + "PASS=1"},
			[]Variable{{p + "SERVER", setState, "9"}, {p + "USER", emptyState, "0"}, {p + "PASS", unreadState, "1"},
				{p + "PASSWORD_FILE", fileState, "7"}},
		},
		"a file that is outdone": {
			[]string{p + "PASSWORD=12345", p + "PASSWORD_FILE=/p"},
			[]Variable{{p + "PASSWORD", setState, "5"}, {p + "PASSWORD_FILE", unreadState, "7"}},
		},
		"GitHub's": {
			[]string{"GITHUB_USER=u", "GITHUB_ACTOR=a", "GITHUB_TOKEN=token"},
			[]Variable{{"GITHUB_USER", setState, "1"}, {"GITHUB_ACTOR", unreadState, "1"}, {"GITHUB_TOKEN", setState, "5"}},
		},
	} {
		secret := helper.ReadSecrets(test.environ).All()[0]
		w := world{}
		w.Helper.ReadFile = func(path string) ([]byte, error) { return []byte("in " + path + "\r\n"), nil }
		got := w.describeVariables(secret)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestImagesOfPartialSecrets has an image below the path that a secret is for.
func TestImagesOfPartialSecrets(t *testing.T) {
	t.Parallel()
	part := []string{"A_CONTAINER_REGISTRY_SERVER=a.example/team", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD=p"}
	whole := []string{"B_CONTAINER_REGISTRY_SERVER=a.example", "B_CONTAINER_REGISTRY_USER=u", "B_CONTAINER_REGISTRY_PASSWORD=p"}
	for name, test := range map[string]struct {
		environ              []string
		image                string
		wantServer, wantName string
		severity             Severity
	}{
		"below":         {part, "a.example/team/app:1", "a.example/team/app", "A", Error},
		"beside":        {part, "a.example/other/app:1", "a.example", "", ""},
		"of the whole":  {append(whole, part...), "a.example/team/app:1", "a.example", "B", ""},
		"the path, tag": {part, "https://a.example/team:1", "a.example/team", "A", Error},
	} {
		d := newDoctor(test.environ)
		report, err := d.Examine(t.Context(), []string{test.image})
		must(t, err)
		got := report.Registries[0]
		var severity Severity
		for _, f := range got.Findings {
			if f.Code == "path-scoped" {
				severity = f.Severity
			}
		}
		if got.Server != test.wantServer || got.Prefix != test.wantName || severity != test.severity || got.Image == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	report := examined(t, newDoctor(append(whole, part...)))
	if f := report.Registries[0].Findings[0]; f.Code != "path-scoped" || f.Severity != Warning {
		t.Errorf("beside a secret for the whole: %+v", f)
	}
}

// TestFaultySubject has a registry looked at by the secret that get complains of.
func TestFaultySubject(t *testing.T) {
	t.Parallel()
	environ := []string{
		`B_CONTAINER_REGISTRY_SERVER="a.example"`, "B_CONTAINER_REGISTRY_USER=u", "B_CONTAINER_REGISTRY_PASSWORD=p",
		"A_CONTAINER_REGISTRY_SERVER=a.example",
	}
	all, err := subjects(helper.ReadSecrets(environ), []string{"a.example"})
	if err != nil || len(all) != 1 || all[0].secret.Prefix != "B" || all[0].isAnswering {
		t.Errorf("subjects = %+v, %v, want the secret of B, which does not answer", all, err)
	}
	_, err = helper.Program{Environ: environ}.Get("a.example")
	if err == nil || !strings.Contains(err.Error(), "B_CONTAINER_REGISTRY_SERVER") {
		t.Errorf("get fails with %v, want what B lacks", err)
	}
}
