package doctor

import (
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
