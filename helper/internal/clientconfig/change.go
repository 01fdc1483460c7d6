package clientconfig

import (
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A Change says what configure is to do with a configuration.
type Change struct {
	// Keys are those of credHelpers. Remove takes out every spelling of the
	// registries that they name.
	Keys []string
	// Default is about credsStore in place of keys.
	Default bool
	// Remove takes out what names this helper, in place of putting it in:
	// everything, if neither Keys nor Default say what. What names another
	// helper stays.
	Remove bool
}

// Apply returns the changed configuration.
func (c Change) Apply(d Document) Document {
	switch {
	case c.Remove:
		return c.remove(d)
	case c.Default && d.Store() != HelperName:
		return d.WithStore()
	case c.Default:
		return d
	}
	helpers := d.Helpers()
	return d.WithHelpers(slices.DeleteFunc(slices.Clone(c.Keys), func(key string) bool {
		return helpers[key] == HelperName
	}))
}

func (c Change) remove(d Document) Document {
	everything := len(c.Keys) == 0 && !c.Default
	if (everything || c.Default) && d.Store() == HelperName {
		d = d.WithoutStore()
	}
	keys, hosts := make(map[string]bool), make(map[string]bool)
	for _, key := range c.Keys {
		keys[key] = true
		if server, ok := secrets.ParseServer(key); ok {
			hosts[server.Host] = true
		}
	}
	return d.WithoutHelpers(func(key string) bool {
		server, ok := secrets.ParseServer(key)
		return everything || keys[key] || ok && hosts[server.Host]
	})
}
