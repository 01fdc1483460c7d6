package dockerconfig

import "github.com/docker-credential-secrets/docker-credential-secrets/secrets"

// A Change says what configure is to do with a configuration.
type Change struct {
	// Keys are those of credHelpers.
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
	for _, key := range c.Keys {
		if d.Helpers()[key] != HelperName {
			d = d.WithHelper(key)
		}
	}
	return d
}

func (c Change) remove(d Document) Document {
	everything := len(c.Keys) == 0 && !c.Default
	if (everything || c.Default) && d.Store() == HelperName {
		d = d.WithoutStore()
	}
	keys := c.Keys
	if everything {
		for key := range d.Helpers() {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		if d.Helpers()[key] == HelperName {
			d = d.WithoutHelper(key)
		}
	}
	return d
}

// AuthOf returns the key of auths under which the file holds a credential
// for the server's host.
func (d Document) AuthOf(server secrets.Server) (key string, ok bool) {
	for _, key := range d.Auths() {
		if named, ok := secrets.ParseServer(key); ok && named.Host == server.Host {
			return key, true
		}
	}
	return "", false
}
