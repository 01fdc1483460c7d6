package dockerconfig

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzChangesTouchOnlyOurKeys states that of any configuration that is
// accepted every member but ours comes back byte by byte and in its order,
// that no entry of another helper is lost, and that removing what was added
// to a configuration without our keys gives the same members back.
func FuzzChangesTouchOnlyOurKeys(f *testing.F) {
	for _, text := range []string{
		"", "{}", " { } ", `{"a":1}`, "{\r\n  \"auths\": {\"h\": {\"auth\": \"dTpw\"}},\r\n  \"credHelpers\": { }\r\n}\r\n",
		`{"credHelpers": {"x": "secrets", "y": "pass"}, "credsStore": "pass", "z": [1, {"credHelpers": 2}]}`,
		`{"CredHelpers":null,"k\u0065y":"\ud83d\ude00","nested":{"deep":[[],{}]}}`,
	} {
		f.Add([]byte(text), "registry.example")
	}
	f.Fuzz(func(t *testing.T, text []byte, key string) {
		before, err := Parse(text)
		if err != nil || !utf8.ValidString(key) {
			t.Skip() // a registry's host is ASCII
		}
		for _, change := range []Change{
			{Keys: []string{key, "second.example"}}, {Default: true},
			{Remove: true}, {Remove: true, Keys: []string{key}}, {Remove: true, Default: true},
		} {
			after := change.Apply(before)
			if !json.Valid(after.Text()) {
				t.Fatalf("%+v made %q", change, after.Text())
			}
			if _, err := Parse(after.Text()); err != nil {
				t.Fatalf("%+v made what is refused: %v", change, err)
			}
			if diff := cmp.Diff(otherMembers(before), otherMembers(after)); diff != "" {
				t.Errorf("%+v changed other members (-before +after):\n%s", change, diff)
			}
			checkOthersEntries(t, change, before, after, key)
			if again := change.Apply(after); !bytes.Equal(again.Text(), after.Text()) {
				t.Errorf("%+v, done twice, made %q of %q", change, again.Text(), after.Text())
			}
		}
	})
}

// otherMembers returns the members that are not ours as they are written.
func otherMembers(d Document) []string {
	members := []string{}
	for _, m := range d.root.members {
		if !sameName(m.key, helpersMember) && !sameName(m.key, storeMember) {
			members = append(members, string(d.text[m.keyStart:m.valueEnd]))
		}
	}
	return members
}

func checkOthersEntries(t *testing.T, change Change, before, after Document, key string) {
	t.Helper()
	for registry, helper := range before.Helpers() {
		isReplaced := !change.Remove && !change.Default && (registry == key || registry == "second.example")
		if helper != HelperName && !isReplaced && after.Helpers()[registry] != helper {
			t.Errorf("%+v lost %q of %q", change, helper, registry)
		}
	}
	if store := before.Store(); store != HelperName && !change.Default && after.Store() != store {
		t.Errorf("%+v lost the store %q", change, store)
	}
}
