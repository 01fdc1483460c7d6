package clientconfig

import (
	"bytes"
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
	// Replace lets this helper take the place of others, whose logins clients
	// then find no more.
	Replace bool
	// Remove takes out what names this helper, in place of putting it in:
	// everything, if neither Keys nor Default say what. What this helper
	// replaced comes back; what names another helper stays.
	Remove bool
}

// Apply returns the changed configuration. Where nothing changes its text
// stays as it is. The error is about other helpers that are not to be replaced.
func (c Change) Apply(d Document) (Document, error) {
	entries := d.entries()
	paths := c.paths(entries, d.remembered)
	if !c.Remove && !c.Replace {
		if err := d.checkReplaced(entries, paths); err != nil {
			return d, err
		}
	}
	e := startEditing(d)
	for _, path := range paths {
		entry, memory := e.entry(path), e.memory(path)
		replaced := memory.value()
		if d.remembered[path] == HelperName {
			replaced = nil
		}
		switch isOurs := entries[path] == HelperName; {
		case c.Remove && isOurs:
			e.layout.put(entry, replaced)
		case !c.Remove && !isOurs:
			e.layout.put(memory, entry.value())
			e.layout.put(entry, quote(HelperName))
		}
		if c.Remove {
			e.layout.put(memory, nil)
		}
	}
	return Parse(e.text(d.text))
}

// paths returns the paths of the entries that the change is about, and of those
// that are remembered for them.
func (c Change) paths(entries, remembered map[string]string) (paths []string) {
	switch {
	case c.Default:
		return []string{storeName}
	case !c.Remove:
		for _, key := range c.Keys {
			paths = append(paths, helpersPath+key)
		}
		return paths
	}
	hosts := make(map[string]bool)
	for _, key := range c.Keys {
		hosts[hostOf(key)] = true
	}
	all := slices.AppendSeq(slices.Collect(maps.Keys(entries)), maps.Keys(remembered))
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(path string) bool {
		key, isHelper := strings.CutPrefix(path, helpersPath)
		return len(c.Keys) > 0 && (!isHelper || !hosts[hostOf(key)])
	})
}

// An editing is a configuration's text while its entries change.
type editing struct {
	layout                    layout
	root, helpers, remembered object
}

func startEditing(d Document) editing {
	root := object{slices.Clone(d.root.members), d.root.end}
	return editing{layoutOf(d.text, root), root, root.inner(helpersName), root.inner(pluginsName).inner(memoryName)}
}

func (e *editing) entry(path string) place {
	if key, isHelper := strings.CutPrefix(path, helpersPath); isHelper {
		return place{&e.helpers, 2, key}
	}
	return place{&e.root, 1, path}
}

func (e *editing) memory(path string) place { return place{&e.remembered, 3, path} }

// text returns the text that was old.
func (e *editing) text(old []byte) []byte {
	plugins := e.root.inner(pluginsName)
	e.layout.putInner(place{&plugins, 2, memoryName}, e.remembered)
	e.layout.putInner(place{&e.root, 1, helpersName}, e.helpers)
	e.layout.putInner(place{&e.root, 1, pluginsName}, plugins)
	start, end := bytes.IndexByte(old, '{'), bytes.LastIndexByte(old, '}')
	return slices.Concat(old[:start], e.root.text(), old[end+1:])
}
