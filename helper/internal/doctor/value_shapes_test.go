package doctor

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestValueFindings(t *testing.T) {
	t.Parallel()
	pair := base64.StdEncoding.EncodeToString([]byte("user:planted"))
	for name, test := range map[string]struct {
		password string
		want     []string
	}{
		"plain":              {"planted", nil},
		"quotes":             {`"planted"`, []string{"quotes"}},
		"single quotes":      {`'planted'`, []string{"quotes"}},
		"a quote inside":     {`plan"ted`, nil},
		"one quote":          {`"planted`, nil},
		"spaces":             {" planted", []string{"spaces"}},
		"newline":            {"planted\n", []string{"newline"}},
		"CR LF":              {"planted\r\n", []string{"newline"}},
		"two newlines":       {"planted\n\n", []string{"newline"}},
		"quotes, newline":    {"\"planted\"\n", []string{"newline", "quotes"}},
		"a path":             {"/run/secrets/planted", []string{"looks-like-path"}},
		"a path at home":     {"~/planted", []string{"looks-like-path"}},
		"base64 of no path":  {"/9j/planted+", nil},
		"base64 of the pair": {pair, []string{"base64-pair"}},
		"another's pair":     {base64.StdEncoding.EncodeToString([]byte("other:planted")), []string{"base64-pair"}},
		"base64 of JSON":     {base64.StdEncoding.EncodeToString([]byte(`{"type": "planted"}`)), nil},
		"base64 of bytes":    {base64.StdEncoding.EncodeToString([]byte("other:\x00\xff")), nil},
		"base64, no user":    {base64.StdEncoding.EncodeToString([]byte(":planted")), nil},
		"a path for a while": {"/tmp/planted", []string{"looks-like-path"}},
		"an optional path":   {"/opt/planted", []string{"looks-like-path"}},
		"a Mac's path":       {"/Users/planted", []string{"looks-like-path"}},
		"a mounted path":     {"/secrets/planted", []string{"looks-like-path"}},
		"a Windows path":     {`C:\planted`, []string{"looks-like-path"}},
		"a JSON key":         {`{"type": "service_account"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_USER=user",
				"A_CONTAINER_REGISTRY_PASSWORD=" + test.password}).All()[0]
			found := checkValues(secret, noFile)
			var got []string
			for _, c := range codes(found) {
				code, _, _ := strings.Cut(c, ":")
				got = append(got, code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
			for _, f := range found {
				if strings.Contains(f.Message+f.Fix, "planted") {
					t.Errorf("%+v shows the value", f)
				}
			}
		})
	}
}

// TestValuesOfOtherVariables has values that are suspicious in a PASSWORD
// where they are not: a path that was read from a file, or is a user's name.
func TestValuesOfOtherVariables(t *testing.T) {
	t.Parallel()
	const path = "/run/secrets/planted"
	for name, want := range map[string][]string{
		"A_CONTAINER_REGISTRY_PASSWORD":      {"looks-like-path:A_CONTAINER_REGISTRY_PASSWORD"},
		"A_CONTAINER_REGISTRY_PASSWORD_FILE": nil,
		"A_CONTAINER_REGISTRY_USER":          nil,
		"A_CONTAINER_REGISTRY_USER_FILE":     nil,
		"A_CONTAINER_REGISTRY_SESSION_TOKEN": nil,
		"A_CONTAINER_REGISTRY_SERVER":        nil,
	} {
		secret := helper.ReadSecrets([]string{name + "=" + path}).All()[0]
		var got []string
		for _, f := range checkValues(secret, func(path string) ([]byte, error) { return []byte(path), nil }) {
			got = append(got, f.Code+":"+name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}
