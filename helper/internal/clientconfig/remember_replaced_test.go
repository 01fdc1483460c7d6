package clientconfig

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const inUse = `{"credHelpers": {"a.example": "pass", "b.example": "gcloud", "c.example": "secrets", "d.example": ""}, "credsStore": "desktop",
	"auths": {"z.example": {}, "me:pl@nted@y.example": {}, "a.example": {}, "x.example": {"auth": "dTpw"}}}`

func TestAnotherHelperIsReplacedOnlyIfAsked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text   string
		change Change
		want   string
	}{
		"an entry": {inUse, Change{Keys: []string{"new.example", "a.example"}}, "credHelpers names docker-credential-pass for a.example, " +
			"whose logins clients would no longer find; to replace it, add --replace; to leave it, name other registries"},
		"two entries": {inUse, Change{Keys: []string{"b.example", "a.example"}}, "credHelpers names docker-credential-gcloud for b.example and " +
			"docker-credential-pass for a.example, whose logins clients would no longer find; to replace it, add --replace; to leave it, name other registries"},
		"the store": {inUse, Change{Default: true}, "credsStore names docker-credential-desktop, and Docker would no longer find " +
			"the logins that it keeps: ...@y.example, z.example; to replace it, add --replace; to leave it, name registries in place of --default"},
		"a store of which nothing is known": {`{"credsStore": "pass"}`, Change{Default: true}, "credsStore names docker-credential-pass, and Docker would " +
			"no longer find all that it keeps; to replace it, add --replace; to leave it, name registries in place of --default"},
		"a store with one login": {`{"credsStore": "pass", "auths": {"z.example": {}}}`, Change{Default: true}, "credsStore names docker-credential-pass, and " +
			"Docker would no longer find the logins that it keeps: z.example; to replace it, add --replace; to leave it, name registries in place of --default"},
		"ours, and none":   {inUse, Change{Keys: []string{"c.example", "d.example", "e.example"}}, ""},
		"our store":        {`{"credsStore": "secrets"}`, Change{Default: true}, ""},
		"no store":         {`{"credsStore": ""}`, Change{Default: true}, ""},
		"taken out":        {inUse, Change{Keys: []string{"a.example"}, Remove: true}, ""},
		"asked":            {inUse, Change{Keys: []string{"a.example"}, Replace: true}, ""},
		"asked, the store": {inUse, Change{Default: true, Replace: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := mustParse(t, test.text)
			after, err := test.change.Apply(before)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if err != nil && string(after.text) != test.text {
				t.Errorf("changed to %s", after.text)
			}
		})
	}
}

// TestRestoredProgramsAreNamed also makes sure that what is newer than this helper
// stays as it is.
func TestRestoredProgramsAreNamed(t *testing.T) {
	t.Parallel()
	const memory = `"plugins": {"docker-credential-secrets": {"credsStore": "desktop", "credHelpers.a.example": "pass", "credHelpers.b.example": "pass",
		"credHelpers.c.example": "", "credHelpers.d.example": "secrets", "credHelpers.me:pl@nted@e.example": "pass", "other": "x"}}}`
	for name, test := range map[string]struct {
		text     string
		change   Change
		want     []string // programs
		wantText string
	}{
		"all": {`{"credHelpers": {"a.example": "secrets", "b.example": "secrets", "c.example": "secrets", "d.example": "secrets", "f.example": "secrets"},
			"credsStore": "secrets", ` + memory, Change{}, []string{"docker-credential-desktop", "docker-credential-pass"},
			`{"credHelpers": {"a.example": "pass", "b.example": "pass", "c.example": ""},
			"credsStore": "desktop"}`},
		"newer": {`{"credHelpers": {"a.example": "newer"}, "credsStore": "newer", ` + memory, Change{}, nil, `{"credHelpers": {"a.example": "newer"}, "credsStore": "newer"}`},
		"gone":  {`{"x": 1, ` + memory, Change{}, nil, `{"x": 1}`},
		"the store alone": {`{"credHelpers": {"a.example": "secrets"}, "credsStore": "secrets", "plugins": {"docker-credential-secrets": ` +
			`{"credsStore": "desktop", "credHelpers.a.example": "pass"}, "x": {}}}`, Change{Default: true}, []string{"docker-credential-desktop"},
			`{"credHelpers": {"a.example": "secrets"}, "credsStore": "desktop", "plugins": {"docker-credential-secrets": {"credHelpers.a.example": "pass"}, "x": {}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.change.Remove = true
			before := mustParse(t, test.text)
			after := apply(t, test.change, before)
			if diff := cmp.Diff(test.want, Restored(before, after)); diff != "" {
				t.Errorf("programs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.wantText, string(after.text)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if !before.Remembers() || after.Remembers() != (name == "the store alone") {
				t.Errorf("remembers before %v, after %v", before.Remembers(), after.Remembers())
			}
		})
	}
}
