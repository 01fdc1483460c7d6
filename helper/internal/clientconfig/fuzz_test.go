package clientconfig

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzChangesTouchOnlyOurKeys states that of any configuration that is
// accepted every member but ours comes back byte by byte and in its order,
// that no entry of another helper is lost, and that removing what was added
// to a configuration without such entries gives back what it meant.
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
			checkIsDone(t, change, after)
			if again := change.Apply(after); !bytes.Equal(again.Text(), after.Text()) {
				t.Errorf("%+v, done twice, made %q of %q", change, again.Text(), after.Text())
			}
		}
		checkGivesBack(t, before, Change{Keys: []string{key, "second.example"}})
		checkGivesBack(t, before, Change{Default: true})
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

// checkIsDone makes sure that the configuration says what the change was for.
func checkIsDone(t *testing.T, change Change, after Document) {
	t.Helper()
	everything := change.Remove && !change.Default && len(change.Keys) == 0
	if isOurs := after.Store() == HelperName; (change.Default || everything) && isOurs == change.Remove {
		t.Errorf("%+v left the store %q", change, after.Store())
	}
	for _, key := range change.Keys {
		if isOurs := after.Helpers()[key] == HelperName; isOurs == change.Remove {
			t.Errorf("%+v left %q for %q", change, after.Helpers()[key], key)
		}
	}
	for key, helper := range after.Helpers() {
		if everything && helper == HelperName {
			t.Errorf("%+v left %q", change, key)
		}
	}
}

// checkGivesBack makes sure that taking out what was put in where nothing was
// leaves what there was.
func checkGivesBack(t *testing.T, before Document, add Change) {
	t.Helper()
	if add.Default && before.Store() != "" {
		return
	}
	for key, helper := range before.Helpers() {
		if helper == HelperName || slices.Contains(add.Keys, key) {
			return
		}
	}
	remove := add
	remove.Remove = true
	after := remove.Apply(add.Apply(before))
	if diff := cmp.Diff(meaning(t, before), meaning(t, after)); diff != "" {
		t.Errorf("%+v, taken back, made %q of %q (-before +after):\n%s", add, after.Text(), before.Text(), diff)
	}
}

// meaning returns the members by name. Members of ours that name no helper
// mean as much as none.
func meaning(t *testing.T, d Document) map[string]any {
	t.Helper()
	var members map[string]any
	decoder := json.NewDecoder(bytes.NewReader(d.Text()))
	decoder.UseNumber()
	if err := decoder.Decode(&members); err != nil {
		t.Fatal(err)
	}
	for name := range members {
		isEmpty := sameName(name, helpersMember) && len(d.Helpers()) == 0 || sameName(name, storeMember) && d.Store() == ""
		if isEmpty {
			delete(members, name)
		}
	}
	return members
}
