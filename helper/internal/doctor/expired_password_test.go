package doctor

import (
	"encoding/base64"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// TestExpiredTokens has tokens of registries whose doctor lives on 2 January
// 2026, 03:04:05 UTC.
func TestExpiredTokens(t *testing.T) {
	t.Parallel()
	token := func(claims string) string {
		part := base64.RawURLEncoding.EncodeToString
		return part([]byte(`{"alg":"RS256"}`)) + "." + part([]byte(claims)) + "." + part([]byte("planted"))
	}
	const zeros = "00000000-0000-0000-0000-000000000000"
	for name, test := range map[string]struct{ user, password, want string }{
		"a second ago":  {zeros, token(`{"exp":1767323044}`), "the token in A_CONTAINER_REGISTRY_PASSWORD expired at 2026-01-02 03:04 UTC"},
		"now":           {zeros, token(`{"exp":1767323045}`), "the token in A_CONTAINER_REGISTRY_PASSWORD expired at 2026-01-02 03:04 UTC"},
		"in a second":   {zeros, token(`{"exp":1767323046}`), ""},
		"GitLab's":      {"gitlab-ci-token", token(`{"iss":"planted","exp":1500000000}`), "the token in A_CONTAINER_REGISTRY_PASSWORD expired at 2017-07-14 02:40 UTC"},
		"a fraction":    {zeros, token(`{"exp":1500000000.5}`), "the token in A_CONTAINER_REGISTRY_PASSWORD expired at 2017-07-14 02:40 UTC"},
		"with its line": {zeros, token(`{"exp":1500000000}`) + "\n", "the token in A_CONTAINER_REGISTRY_PASSWORD expired at 2017-07-14 02:40 UTC"},
		"no expiry":     {zeros, token(`{"iss":"planted"}`), ""},
		"a year 10000":  {zeros, token(`{"exp":253402300800}`), ""},
		"no number":     {zeros, token(`{"exp":"planted"}`), ""},
		"no token":      {"u", "plan.ted.one", ""},
		"two parts":     {"u", "plan.ted", ""},
	} {
		secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=" + test.user,
			"A_CONTAINER_REGISTRY_PASSWORD=" + test.password}).All()[0]
		var want []Finding
		if test.want != "" {
			want = []Finding{newFinding(codeTokenExpired, test.want, "set a new one")}
		}
		if diff := cmp.Diff(want, world{Doctor: newDoctor(nil)}.checkValues(secret)); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}
