package clientconfig

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

func TestParseRefusesWhatClientsWouldReadDifferently(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"text":                 {"credHelpers: {}", "is not JSON, see line 1"},
		"a comma too many":     {"{\n  \"auths\": {},\n}", "is not JSON, see line 3"},
		"something behind it":  {"{}\n{}", "is not JSON, see line 2"},
		"cut off":              {"{\n\"auths\": {", "is not JSON, see line 2"},
		"a list":               {"[]", "not an object"},
		"a byte order mark":    {"\xef\xbb\xbf{}", "byte order mark"},
		"a key twice":          {`{"auths": {}, "auths": {}}`, `it has the key "auths" more than once`},
		"a key in two cases":   {`{"credHelpers": {}, "credhelpers": {}}`, `more than once`},
		"a registry twice":     {`{"credHelpers": {"a.example": "x", "a.example": "y"}}`, `credHelpers has the key "a.example" more than once`},
		"credHelpers a list":   {`{"credHelpers": ["secrets"]}`, "a value in credHelpers that is not of the type"},
		"a helper a number":    {`{"credHelpers": {"a.example": 1}}`, "a value in credHelpers that is not of the type"},
		"credsStore an object": {`{"credsStore": {}}`, "a value in credsStore that is not of the type"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse([]byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestParseNeverQuotesAValue(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"auths": {"a.example": {"auth": "planted"}}, }`,
		`{"auths": {"a.example": "planted"}}`,
		`{"auths": "planted"}`,
		`{"auths": {"a.example": {"auth": planted}}}`,
	} {
		_, err := Parse([]byte(text))
		if err == nil || strings.Contains(err.Error(), "planted") {
			t.Errorf("%s: error %v", text, err)
		}
	}
}

func TestDocumentSaysWhoAnswers(t *testing.T) {
	t.Parallel()
	d := mustParse(t, `{
		"CREDSSTORE": "desktop",
		"credHelpers": {"a.example": "secrets", "b.example": "ecr-login"},
		"auths": {"a.example": {"auth": "dTpw"}, "b.example": {}, "https://c.example": {"identitytoken": "x"}}
	}`)
	if got := d.Store(); got != "desktop" {
		t.Errorf("store %q", got)
	}
	if diff := cmp.Diff(map[string]string{"a.example": "secrets", "b.example": "ecr-login"}, d.Helpers()); diff != "" {
		t.Errorf("helpers (-want +got):\n%s", diff)
	}
	for host, want := range map[string][]string{"a.example": {"a.example"}, "b.example": nil, "c.example": {"https://c.example"}} {
		if diff := cmp.Diff(want, d.AuthsOf(secrets.Server{Host: host})); diff != "" {
			t.Errorf("auths of %s (-want +got):\n%s", host, diff)
		}
	}
}

// Docker reads config.json with encoding/json, which is the judge here.
func TestKeysAreThoseThatDockerReads(t *testing.T) {
	t.Parallel()
	for _, key := range []string{
		"credsStore", "CREDSSTORE", "credsstore", "cred\u017f\u017ftore", "cred\u017fStore", "credsStore\u200b", "creds_store", "cr\u00e9dsStore", "credsSt\u00f6re", "credsStor\u0435",
	} {
		text, err := json.Marshal(map[string]string{key: "desktop"})
		if err != nil {
			t.Fatal(err)
		}
		var docker struct {
			CredentialsStore string `json:"credsStore,omitempty"`
		}
		if err := json.Unmarshal(text, &docker); err != nil {
			t.Fatal(err)
		}
		if got := mustParse(t, string(text)).Store(); got != docker.CredentialsStore {
			t.Errorf("%q: store %q, and Docker's is %q", key, got, docker.CredentialsStore)
		}
	}
}

func mustParse(t *testing.T, text string) Document {
	t.Helper()
	d, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
