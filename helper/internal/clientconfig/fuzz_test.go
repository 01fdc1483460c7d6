package clientconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzChangesTouchOnlyOurKeys states that of any configuration that is
// accepted every member but ours comes back byte by byte and in its order,
// that no entry of another helper is lost, and that removing what was added
// to a configuration that has nothing of ours gives back its bytes.
func FuzzChangesTouchOnlyOurKeys(f *testing.F) {
	for _, text := range []string{
		"", "{}", " { } ", `{"a":1}`, "{\r\n  \"auths\": {\"h\": {\"auth\": \"dTpw\"}},\r\n  \"credHelpers\": { }\r\n}\r\n",
		`{"credHelpers": {"x": "secrets", "y": "pass"}, "credsStore": "pass", "z": [1, {"credHelpers": 2}]}`,
		`{"credsStore":"pass","Plugins": {"x":{"y":"z"}},"credHelpers": {"registry.example": "pass"}}`,
		`{"credsStore":"secrets","plugins": {"docker-credential-secrets":{"credsStore":"pass","credHelpers.registry.example":"pass"}}}`,
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
			{Keys: []string{key, "second.example"}, Replace: true}, {Default: true, Replace: true},
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
		checkGivesBack(t, before, Change{Keys: []string{key, "second.example"}, Replace: true})
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
		switch name := name.(string); {
		case strings.EqualFold(name, helpersName), strings.EqualFold(name, storeName):
		case strings.EqualFold(name, pluginsName):
			members = append(members, otherPlugins(t, values[name])...)
		default:
			members = append(members, [2]string{name, string(values[name])})
		}
	}
	return members
}

func otherPlugins(t *testing.T, text []byte) (members [][2]string) {
	t.Helper()
	var plugins map[string]json.RawMessage
	if err := json.Unmarshal(text, &plugins); err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(plugins)) {
		if name != memoryName {
			members = append(members, [2]string{"plugins." + name, string(plugins[name])})
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

// checkGivesBack makes sure that taking out what was put in leaves the text that
// there was, if it says nothing of ours, and no object in it is empty.
func checkGivesBack(t *testing.T, before Document, add Change) {
	t.Helper()
	var content map[string]json.RawMessage
	if err := json.Unmarshal(before.text, &content); err != nil {
		t.Fatal(err)
	}
	for name, value := range content {
		for _, ours := range []string{helpersName, storeName, pluginsName} {
			isOurs := strings.EqualFold(name, ours)
			isEmpty := strings.Trim(string(value), " \t\r\n{}") == "" || string(value) == "null"
			if isOurs && (isEmpty || bytes.Contains(value, []byte(HelperName)) || bytes.Contains(value, []byte(`\`))) {
				return
			}
		}
	}
	if len(content) == 0 {
		return
	}
	remove := add
	remove.Remove = true
	after := apply(t, remove, apply(t, add, before))
	if diff := cmp.Diff(string(before.text), string(after.text)); diff != "" {
		t.Errorf("%+v, taken back (-before +after):\n%s", add, diff)
	}
}
