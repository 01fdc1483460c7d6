package clientconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
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
			{Keys: []string{key, "second.example"}}, {Default: true, Replace: true},
			{Remove: true}, {Remove: true, Keys: []string{key}}, {Remove: true, Default: true},
		} {
			after := apply(t, change, before)
			if !json.Valid(after.text) {
				t.Fatalf("%+v made %q", change, after.text)
			}
			if _, err := Parse(after.text); err != nil {
				t.Fatalf("%+v made what is refused: %v", change, err)
			}
			if diff := cmp.Diff(otherMembers(t, before.text), otherMembers(t, after.text)); diff != "" {
				t.Errorf("%+v changed other members (-before +after):\n%s", change, diff)
			}
			checkOthersEntries(t, change, before, after, key)
			checkIsDone(t, change, after)
			if again := apply(t, change, after); !bytes.Equal(again.text, after.text) {
				t.Errorf("%+v, done twice, made %q of %q", change, again.text, after.text)
			}
		}
		checkGivesBack(t, before, Change{Keys: []string{key, "second.example"}})
		checkGivesBack(t, before, Change{Default: true, Replace: true})
	})
}

// otherMembers returns the members that are not ours, as encoding/json reads
// them: their names in order, and their values as they are written.
func otherMembers(t *testing.T, text []byte) [][2]string {
	t.Helper()
	var values map[string]json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		t.Fatal(err)
	}
	members := [][2]string{}
	for decoder.More() {
		name, err := decoder.Token()
		if err := errors.Join(err, decoder.Decode(new(any))); err != nil {
			t.Fatal(err)
		}
		if name := name.(string); !strings.EqualFold(name, helpersName) && !strings.EqualFold(name, storeName) {
			members = append(members, [2]string{name, string(values[name])})
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
	after := apply(t, remove, apply(t, add, before))
	if diff := cmp.Diff(meaning(t, before), meaning(t, after)); diff != "" {
		t.Errorf("%+v, taken back, made %q of %q (-before +after):\n%s", add, after.text, before.text, diff)
	}
}

// meaning returns the members by name. Members of ours that name no helper
// mean as much as none.
func meaning(t *testing.T, d Document) map[string]any {
	t.Helper()
	var members map[string]any
	decoder := json.NewDecoder(bytes.NewReader(d.text))
	decoder.UseNumber()
	if err := decoder.Decode(&members); err != nil {
		t.Fatal(err)
	}
	for name := range members {
		isEmpty := strings.EqualFold(name, helpersName) && len(d.Helpers()) == 0 || strings.EqualFold(name, storeName) && d.Store() == ""
		if isEmpty {
			delete(members, name)
		}
	}
	return members
}
