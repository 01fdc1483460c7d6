package clientconfig

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEditsKeepTheLayout(t *testing.T) {
	t.Parallel()
	add := Change{Keys: []string{"a.example", "b.example"}}
	for name, test := range map[string]struct {
		change     Change
		text, want string
	}{
		"no file":        {add, "", "{\n\t\"credHelpers\": {\n\t\t\"a.example\": \"secrets\",\n\t\t\"b.example\": \"secrets\"\n\t}\n}\n"},
		"empty object":   {add, "{}", "{\n\t\"credHelpers\": {\n\t\t\"a.example\": \"secrets\",\n\t\t\"b.example\": \"secrets\"\n\t}\n}"},
		"two blanks":     {add, "{\n  \"x\": [1]\n}\n", "{\n  \"x\": [1],\n  \"credHelpers\": {\n    \"a.example\": \"secrets\",\n    \"b.example\": \"secrets\"\n  }\n}\n"},
		"CR LF":          {add, "{\r\n  \"x\": 1\r\n}\r\n", "{\r\n  \"x\": 1,\r\n  \"credHelpers\": {\r\n    \"a.example\": \"secrets\",\r\n    \"b.example\": \"secrets\"\r\n  }\r\n}\r\n"},
		"CR LF, empty":   {add, "{}\r\n", "{\r\n\t\"credHelpers\": {\r\n\t\t\"a.example\": \"secrets\",\r\n\t\t\"b.example\": \"secrets\"\r\n\t}\r\n}\r\n"},
		"one line":       {add, `{"x": 1}`, `{"x": 1, "credHelpers": {"a.example": "secrets", "b.example": "secrets"}}`},
		"compact":        {add, `{"x":1,"y":2}`, `{"x":1,"y":2,"credHelpers":{"a.example":"secrets","b.example":"secrets"}}`},
		"blanks inside":  {add, `{ "x" : 1 }`, `{ "x" : 1, "credHelpers" : {"a.example" : "secrets", "b.example" : "secrets"} }`},
		"null":           {add, "{\n  \"credHelpers\": null\n}", "{\n  \"credHelpers\": {\n    \"a.example\": \"secrets\",\n    \"b.example\": \"secrets\"\n  }\n}"},
		"empty helpers":  {add, "{\n  \"credHelpers\": {},\n  \"x\": 1\n}", "{\n  \"credHelpers\": {\n    \"a.example\": \"secrets\",\n    \"b.example\": \"secrets\"\n  },\n  \"x\": 1\n}"},
		"another helper": {add, `{"credHelpers": {"a.example": "pass", "z": "pass"}}`, `{"credHelpers": {"a.example": "secrets", "z": "pass", "b.example": "secrets"}}`},
		"other case":     {add, `{"credhelpers": {"z": "pass"}}`, `{"credhelpers": {"z": "pass", "a.example": "secrets", "b.example": "secrets"}}`},
		"all there":      {add, `{"credHelpers":{"b.example":"secrets",   "a.example":"secrets"}}`, `{"credHelpers":{"b.example":"secrets",   "a.example":"secrets"}}`},

		"store":           {Change{Default: true}, "{\n  \"x\": 1\n}", "{\n  \"x\": 1,\n  \"credsStore\": \"secrets\"\n}"},
		"store of others": {Change{Default: true}, `{"credsStore": "desktop", "x": 1}`, `{"credsStore": "secrets", "x": 1}`},

		"remove all":       {Change{Remove: true}, "{\n  \"credHelpers\": {\n    \"a\": \"secrets\",\n    \"z\": \"pass\"\n  },\n  \"credsStore\": \"secrets\"\n}", "{\n  \"credHelpers\": {\n    \"z\": \"pass\"\n  }\n}"},
		"remove the last":  {Change{Remove: true}, "{\n  \"x\": 1,\n  \"credHelpers\": {\n    \"a\": \"secrets\"\n  }\n}", "{\n  \"x\": 1\n}"},
		"remove the only":  {Change{Remove: true}, "{\n  \"credHelpers\": {\n    \"a\": \"secrets\"\n  }\n}\n", "{}\n"},
		"remove one":       {Change{Remove: true, Keys: []string{"b"}}, `{"credHelpers": {"a": "secrets", "b": "secrets", "c": "secrets"}}`, `{"credHelpers": {"a": "secrets", "c": "secrets"}}`},
		"remove another's": {Change{Remove: true, Keys: []string{"z"}}, `{"credHelpers": {"z": "pass"}, "credsStore": "secrets"}`, `{"credHelpers": {"z": "pass"}, "credsStore": "secrets"}`},
		"remove store":     {Change{Remove: true, Default: true}, `{"credHelpers": {"z": "secrets"}, "credsStore": "secrets"}`, `{"credHelpers": {"z": "secrets"}}`},
		"remove spellings": {Change{Remove: true, Keys: []string{"b.example"}}, `{"credHelpers": {"https://b.example": "secrets", "z": "secrets", "B.Example": "secrets", "b.example:443": "pass"}}`, `{"credHelpers": {"z": "secrets", "b.example:443": "pass"}}`},
		"remove Hub":       {Change{Remove: true, Keys: []string{"https://index.docker.io/v1/"}}, `{"credHelpers": {"docker.io": "secrets", "https://index.docker.io/v1/": "secrets", "z": "pass"}}`, `{"credHelpers": {"z": "pass"}}`},
		"remove a few":     {Change{Remove: true}, "{\n  \"credHelpers\": {\n    \"a\": \"secrets\",\n    \"y\": \"pass\",\n    \"b\": \"secrets\",\n    \"z\": \"pass\"\n  }\n}", "{\n  \"credHelpers\": {\n    \"y\": \"pass\",\n    \"z\": \"pass\"\n  }\n}"},
		"written escaped":  {add, `{"credHelpers":{"a.example":"s\u0065crets","b.example":"pass"}}`, `{"credHelpers":{"a.example":"s\u0065crets","b.example":"secrets"}}`},
		"nothing of ours":  {Change{Remove: true}, `{"credsStore": "desktop"}`, `{"credsStore": "desktop"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.change.Apply(mustParse(t, test.text))
			if diff := cmp.Diff(test.want, string(got.Text())); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDiffShowsNoCredential(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"lines":    "{\n  \"auths\": {\n    \"a.example\": {\n      \"auth\": \"planted\"\n    }\n  },\n  \"HttpHeaders\": {\"X\": [\"planted\", {\"k\": \"planted\"}]}\n}\n",
		"one line": `{"auths":{"a.example":{"auth":"planted","x":["planted"],"y":1}},"HttpHeaders":{"X":"planted"}}`,
		"escaped":  `{"auths":{"a\"b":{"auth":"planted\"planted"}}}`,
		"users":    "{\n\"auths\": {\n\"https://planted:planted@b.example\": {}\n},\n\"credHelpers\": {\n\"planted:pl/nt@d@planted@c.example\": \"pass\"\n}\n}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := mustParse(t, text)
			diff := Diff(before, before.WithHelpers([]string{"a.example"}))
			if strings.Contains(diff, "planted") {
				t.Errorf("diff shows a value:\n%s", diff)
			}
			if !strings.Contains(diff, `"a.example": "secrets"`) && !strings.Contains(diff, `"a.example":"secrets"`) {
				t.Errorf("diff shows no change:\n%s", diff)
			}
		})
	}
}
