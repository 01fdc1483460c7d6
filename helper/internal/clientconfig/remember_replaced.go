package clientconfig

import (
	"fmt"
	"slices"
	"strings"
)

// memoryName is the member of plugins in which the configuration itself remembers
// what this helper replaced, by the path of each entry: written in the same moment as
// the entry, it can't be lost without it, nor stay behind when the file goes.
//
// Docker and all who write its file leave members of plugins as they are, and Docker
// has one of the kind itself ("-x-cli-hints"). A member of our own beside
// plugins would be dropped by all that writes with docker/cli's ConfigFile, as "docker
// login" does (seen with 20.10, 28 and 29). No plugin is called so, since
// their names have no hyphen (pluginNameFormat in cli-plugins/manager of docker/cli).
//
// podman and skopeo write auths and credHelpers alone: from a file that they wrote
// nothing comes back.
const memoryName = "docker-credential-" + HelperName

// helpersPath begins the path of an entry of credHelpers; its key follows.
const helpersPath = helpersName + "."

// entries returns the helper of each entry by its path.
func (d Document) entries() map[string]string {
	entries := make(map[string]string)
	for key, helper := range d.helpers {
		entries[helpersPath+key] = helper
	}
	if d.root.find(storeName) >= 0 {
		entries[storeName] = d.store
	}
	return entries
}

// checkReplaced refuses that this helper takes the place of others.
func (d Document) checkReplaced(entries map[string]string, paths []string) error {
	var others []string
	for _, path := range paths {
		helper := entries[path]
		switch key, isKey := strings.CutPrefix(path, helpersPath); {
		case helper == "" || helper == HelperName:
		case isKey:
			others = append(others, "docker-credential-"+helper+" for "+key)
		default:
			return d.storeInUse()
		}
	}
	if len(others) == 0 {
		return nil
	}
	return fmt.Errorf("credHelpers names %s, whose logins clients would no longer find; "+
		"to replace it, add --replace; to leave it, name other registries", strings.Join(others, " and "))
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

// Remembers reports whether there is something for Remove to bring back.
func (d Document) Remembers() bool { return len(d.remembered) > 0 }

// Restored returns the programs of helpers that this one gave their place
// back, each once.
func Restored(before, after Document) []string {
	var programs []string
	old := before.entries()
	for path, helper := range after.entries() {
		if old[path] == HelperName && helper != HelperName && helper != "" {
			programs = append(programs, "docker-credential-"+helper)
		}
	}
	slices.Sort(programs)
	return slices.Compact(programs)
}
