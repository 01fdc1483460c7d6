package clientconfig

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		"credHelpers a list":   {`{"credHelpers": ["secrets"]}`, `type array in "CredHelpers"`},
		"a helper a number":    {`{"credHelpers": {"a.example": 1}}`, `type number in "CredHelpers`},
		"credsStore an object": {`{"credsStore": {}}`, `in "CredsStore"`},
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

func TestDocumentTellsWhoAnswers(t *testing.T) {
	t.Parallel()
	d := mustParse(t, `{
		"CREDSSTORE": "desktop",
		"credHelpers": {"a.example": "secrets", "b.example": "ecr-login"},
		"auths": {"a.example": {"auth": "dTpw"}, "b.example": {}, "c.example": {"identitytoken": "x"}}
	}`)
	if got := d.Store(); got != "desktop" {
		t.Errorf("store %q", got)
	}
	if diff := cmp.Diff(map[string]string{"a.example": "secrets", "b.example": "ecr-login"}, d.Helpers()); diff != "" {
		t.Errorf("helpers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a.example", "c.example"}, d.Auths()); diff != "" {
		t.Errorf("auths (-want +got):\n%s", diff)
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
