package clientconfig

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Change says what configure is to do with a configuration.
type Change struct {
	// Keys are those of credHelpers. Remove takes out every spelling of the
	// registries that they name.
	Keys []string
	// Default is about credsStore in place of keys.
	Default bool
	// Replace lets Default replace another helper, whose logins Docker then
	// finds no more.
	Replace bool
	// Remove takes out what names this helper, in place of putting it in:
	// everything, if neither Keys nor Default say what. What names another
	// helper stays.
	Remove bool
}

// Apply returns the changed configuration. Where nothing changes its text
// stays as it is. The error is about another helper that is not to be replaced.
func (c Change) Apply(d Document) (Document, error) {
	if c.Default && !c.Remove && !c.Replace && d.store != "" && d.store != HelperName {
		return d, d.storeInUse()
	}
	root := object{slices.Clone(d.root.members), d.root.end}
	layout, helpers := layoutOf(d.text, root), root.inner(helpersName)
	switch {
	case c.Remove:
		hosts := make(map[string]bool)
		for _, key := range c.Keys {
			hosts[hostOf(key)] = true
		}
		for key, helper := range d.helpers {
			isChosen := len(c.Keys) == 0 && !c.Default || hosts[hostOf(key)]
			if isChosen && helper == HelperName {
				helpers.remove(key)
			}
		}
		if d.store == HelperName && (c.Default || len(c.Keys) == 0) {
			root.remove(storeName)
		}
	case c.Default && d.store != HelperName:
		layout.set(&root, 1, storeName, quote(HelperName))
	case !c.Default:
		for _, key := range c.Keys {
			if d.helpers[key] != HelperName {
				layout.set(&helpers, 2, key, quote(HelperName))
			}
		}
	}
	layout.setInner(&root, 1, helpersName, helpers)
	start, end := bytes.IndexByte(d.text, '{'), bytes.LastIndexByte(d.text, '}')
	after, err := Parse(slices.Concat(d.text[:start], root.text(), d.text[end+1:]))
	if err == nil && len(Changes(d, after)) == 0 {
		return d, nil
	}
	return after, err
}

// storeInUse says what Docker would no longer find without the store. For a login
// that a store keeps, Docker writes an entry without a credential in auths.
func (d Document) storeInUse() error {
	lost := "all that it keeps"
	if len(d.inStore) > 0 {
		lost = "the logins that it keeps: " + strings.Join(d.inStore, ", ")
	}
	return fmt.Errorf("credsStore names docker-credential-%s, and Docker would no longer find %s; "+
		"to replace it, add --replace; to leave it, name registries in place of --default", d.store, lost)
}

// Changes returns what differs between two configurations, a line for each key:
// which helper it named and which it names. A key that was there before shows as
// ShownKey has it.
func Changes(before, after Document) []string {
	store := func(d Document) map[string]string { return map[string]string{storeName: d.store} }
	return append(changed(helpersName+".", before.helpers, after.helpers), changed("", store(before), store(after))...)
}

func changed(path string, before, after map[string]string) []string {
	keys := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(after))
	slices.Sort(keys)
	var changes []string
	for _, key := range slices.Compact(keys) {
		if before[key] != after[key] {
			from, to := cmp.Or(before[key], notSet), cmp.Or(after[key], notSet)
			name := key
			if path != "" && before[key] != "" {
				name = ShownKey(key)
			}
			changes = append(changes, fmt.Sprintf("%s%s: %s -> %s", path, name, from, to))
		}
	}
	return changes
}

const notSet = "not set"
