package clientconfig

import (
	"fmt"
	"os"
	"path/filepath"
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
		"no file":         {add, "", "{\n\t\"credHelpers\": {\n\t\t\"a.example\": \"secrets\",\n\t\t\"b.example\": \"secrets\"\n\t}\n}\n"},
		"empty object":    {add, "{}", "{\n\t\"credHelpers\": {\n\t\t\"a.example\": \"secrets\",\n\t\t\"b.example\": \"secrets\"\n\t}\n}"},
		"two spaces":      {add, "{\n  \"x\": [1]\n}\n", "{\n  \"x\": [1],\n  \"credHelpers\": {\n    \"a.example\": \"secrets\",\n    \"b.example\": \"secrets\"\n  }\n}\n"},
		"CR LF":           {add, "{\r\n  \"x\": 1\r\n}\r\n", "{\r\n  \"x\": 1,\r\n  \"credHelpers\": {\r\n    \"a.example\": \"secrets\",\r\n    \"b.example\": \"secrets\"\r\n  }\r\n}\r\n"},
		"CR LF, empty":    {add, "{}\r\n", "{\r\n\t\"credHelpers\": {\r\n\t\t\"a.example\": \"secrets\",\r\n\t\t\"b.example\": \"secrets\"\r\n\t}\r\n}\r\n"},
		"one line":        {add, `{"x": 1}`, `{"x": 1, "credHelpers": {"a.example": "secrets", "b.example": "secrets"}}`},
		"compact":         {add, `{"x":1,"y":2}`, `{"x":1,"y":2,"credHelpers":{"a.example":"secrets","b.example":"secrets"}}`},
		"spaces inside":   {add, `{ "x" : 1 }`, `{ "x" : 1, "credHelpers" : {"a.example" : "secrets", "b.example" : "secrets"} }`},
		"one line inside": {add, "{\n  \"credHelpers\": {\"z\": \"pass\"}\n}", "{\n  \"credHelpers\": {\"z\": \"pass\", \"a.example\": \"secrets\", \"b.example\": \"secrets\"}\n}"},
		"null":            {add, "{\n  \"credHelpers\": null\n}", "{\n  \"credHelpers\": {\n    \"a.example\": \"secrets\",\n    \"b.example\": \"secrets\"\n  }\n}"},
		"empty helpers":   {add, "{\n  \"credHelpers\": {},\n  \"x\": 1\n}", "{\n  \"credHelpers\": {\n    \"a.example\": \"secrets\",\n    \"b.example\": \"secrets\"\n  },\n  \"x\": 1\n}"},
		"another helper":  {Change{Keys: add.Keys, Replace: true}, `{"credHelpers": {"a.example": "pass", "z": "pass"}}`, `{"credHelpers": {"a.example": "secrets", "z": "pass", "b.example": "secrets"}, "plugins": {"docker-credential-secrets": {"credHelpers.a.example": "pass"}}}`},
		"other case":      {add, `{"credhelpers": {"z": "pass"}}`, `{"credhelpers": {"z": "pass", "a.example": "secrets", "b.example": "secrets"}}`},
		"all there":       {add, `{"credHelpers":{"b.example":"secrets",   "a.example":"secrets"}}`, `{"credHelpers":{"b.example":"secrets",   "a.example":"secrets"}}`},

		"store":           {Change{Default: true}, "{\n  \"x\": 1\n}", "{\n  \"x\": 1,\n  \"credsStore\": \"secrets\"\n}"},
		"store, empty":    {Change{Default: true}, "{}\n", "{\n\t\"credsStore\": \"secrets\"\n}\n"},
		"store of others": {Change{Default: true, Replace: true}, `{"credsStore": "desktop", "x": 1}`, `{"credsStore": "secrets", "x": 1, "plugins": {"docker-credential-secrets": {"credsStore": "desktop"}}}`},

		"remove all":       {Change{Remove: true}, "{\n  \"credHelpers\": {\n    \"a\": \"secrets\",\n    \"z\": \"pass\"\n  },\n  \"credsStore\": \"secrets\"\n}", "{\n  \"credHelpers\": {\n    \"z\": \"pass\"\n  }\n}"},
		"remove the last":  {Change{Remove: true}, "{\n  \"x\": 1,\n  \"credHelpers\": {\n    \"a\": \"secrets\"\n  }\n}", "{\n  \"x\": 1\n}"},
		"remove the only":  {Change{Remove: true}, "{\n  \"credHelpers\": {\n    \"a\": \"secrets\"\n  }\n}\n", "{}\n"},
		"remove one":       {Change{Remove: true, Keys: []string{"b"}}, `{"credHelpers": {"a": "secrets", "b": "secrets", "c": "secrets"}}`, `{"credHelpers": {"a": "secrets", "c": "secrets"}}`},
		"remove another's": {Change{Remove: true, Keys: []string{"z"}}, `{"credHelpers": {"z": "pass"}, "credsStore": "secrets"}`, `{"credHelpers": {"z": "pass"}, "credsStore": "secrets"}`},
		"remove store":     {Change{Remove: true, Default: true}, `{"credHelpers": {"z": "secrets"}, "credsStore": "secrets"}`, `{"credHelpers": {"z": "secrets"}}`},
		"remove spellings": {Change{Remove: true, Keys: []string{"b.example"}}, `{"credHelpers": {"https://b.example": "secrets", "z": "secrets", "B.Example": "secrets", "b.example:443": "pass"}}`, `{"credHelpers": {"z": "secrets", "b.example:443": "pass"}}`},
		"remove Hub":       {Change{Remove: true, Keys: []string{"https://index.docker.io/v1/"}}, `{"credHelpers": {"docker.io": "secrets", "https://index.docker.io/v1/": "secrets", "z": "pass"}}`, `{"credHelpers": {"z": "pass"}}`},
		"remove a few":     {Change{Remove: true}, "{\n  \"credHelpers\": {\n    \"a\": \"secrets\",\n    \"y\": \"pass\",\n    \"b\": \"secrets\",\n    \"z\": \"pass\"\n  }\n}", "{\n  \"credHelpers\": {\n    \"y\": \"pass\",\n    \"z\": \"pass\"\n  }\n}"},
		"written escaped":  {add, `{"credHelpers":{"a.example":"s\u0065crets","x":"pass"}}`, `{"credHelpers":{"a.example":"s\u0065crets","x":"pass","b.example":"secrets"}}`},
		"nothing of ours":  {Change{Remove: true}, `{"credsStore": "desktop"}`, `{"credsStore": "desktop"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := apply(t, test.change, mustParse(t, test.text))
			if diff := cmp.Diff(test.want, string(got.text)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRealFilesComeBack changes files as the tools of their names wrote them:
// docker 28.2, gcloud 528 (in docker's file), podman 4.3 and oras 1.3.
func TestRealFilesComeBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, new string }{
		"docker": {`"pass"`, "\"pass\",\n\t\t\"a.example\": \"secrets\""},
		"gcloud": {`"gcloud"`, "\"gcloud\",\n    \"a.example\": \"secrets\""},
		"podman": {`"pass"`, "\"pass\",\n\t\t\"a.example\": \"secrets\""},
		"oras":   {"\n\t}\n}", "\n\t},\n\t\"credHelpers\": {\n\t\t\"a.example\": \"secrets\"\n\t}\n}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			after := apply(t, addOne(), mustParse(t, string(text)))
			if diff := cmp.Diff(strings.Replace(string(text), test.old, test.new, 1), string(after.text)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(string(text), string(apply(t, Change{Remove: true}, after).text)); diff != "" {
				t.Errorf("text, taken back (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChangesNameTheKeysThatChanged(t *testing.T) {
	t.Parallel()
	before := `{"auths": {"z.example": {"auth": "planted"}}, "credsStore": "desktop",
		"credHelpers": {"b.example": "pass", "c.example": "secrets", "d.example": "", "planted:planted@e.example": "pass", "planted:pl@planted@f.example": "secrets"}}`
	for name, test := range map[string]struct {
		change Change
		want   []string
	}{
		"add": {Change{Keys: []string{"a.example", "b.example", "c.example", "d.example"}, Replace: true}, []string{
			"credHelpers.a.example: not set -> secrets", "credHelpers.b.example: pass -> secrets", `credHelpers.d.example: "" -> secrets`,
			"plugins.docker-credential-secrets.credHelpers.b.example: not set -> pass",
			`plugins.docker-credential-secrets.credHelpers.d.example: not set -> ""`,
		}},
		"remove": {Change{Remove: true}, []string{
			"credHelpers.c.example: secrets -> not set", "credHelpers....@f.example: secrets -> not set",
		}},
		"default": {Change{Default: true, Replace: true}, []string{
			"credsStore: desktop -> secrets", "plugins.docker-credential-secrets.credsStore: not set -> desktop",
		}},
		"nothing": {Change{Keys: []string{"c.example"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustParse(t, before)
			if diff := cmp.Diff(test.want, Changes(d, apply(t, test.change, d))); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEffortIsLinear counts allocations. Counting excludes others, so it runs
// alone.
func TestEffortIsLinear(t *testing.T) {
	const entries = 500
	var keys []string
	for i := range entries {
		keys = append(keys, fmt.Sprintf("r%d.example", i))
	}
	add, remove := Change{Keys: keys}, Change{Keys: keys, Remove: true}
	empty := mustParse(t, "{\n\t\"auths\": {}\n}")
	full := apply(t, add, empty)
	if len(full.Helpers()) != entries {
		t.Fatalf("%d helpers", len(full.Helpers()))
	}
	for name, run := range map[string]func(){
		"add":     func() { apply(t, add, empty) },
		"remove":  func() { apply(t, remove, full) },
		"changes": func() { Changes(empty, full) },
	} {
		if count := testing.AllocsPerRun(1, run); count > 60*entries {
			t.Errorf("%s: %.0f allocations for %d entries", name, count, entries)
		}
	}
}

func apply(t *testing.T, change Change, d Document) Document {
	t.Helper()
	after, err := change.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	return after
}
