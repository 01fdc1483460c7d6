package clientconfig

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// content is what a configuration says, read once: a report asks for it once
// a registry.
type content struct {
	helpers map[string]string // by key
	store   string
	auths   []string // keys, in byte order
	// helpersOf and authsOf are the keys that name a host, in byte order.
	helpersOf, authsOf map[string][]string
}

// auth is an entry of auths. In any of these Docker keeps a credential.
type auth struct {
	Auth, Username, Password, IdentityToken, RegistryToken string
}

// readContent makes sure of the types of the members that are read here.
func readContent(text []byte) (content, error) {
	var read struct {
		CredHelpers map[string]string
		CredsStore  string
		Auths       map[string]auth
	}
	err := json.Unmarshal(text, &read)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return content{}, fmt.Errorf("holds a value of type %s in %q, where Docker expects another type: correct it", wrong.Value, maskUser(wrong.Field))
	}
	if err != nil {
		return content{}, err
	}
	maps.DeleteFunc(read.Auths, func(_ string, entry auth) bool { return entry == auth{} })
	auths := slices.Sorted(maps.Keys(read.Auths))
	return content{
		helpers: read.CredHelpers, store: read.CredsStore, auths: auths,
		helpersOf: byHost(slices.Sorted(maps.Keys(read.CredHelpers))), authsOf: byHost(auths),
	}, nil
}

func byHost(keys []string) map[string][]string {
	hosts := make(map[string][]string)
	for _, key := range keys {
		if server, ok := secrets.ParseServer(key); ok {
			hosts[server.Host] = append(hosts[server.Host], key)
		}
	}
	return hosts
}

// Helpers returns the name of the helper for each key of credHelpers. It is
// not to be changed.
func (d Document) Helpers() map[string]string { return d.content.helpers }

// HelpersOf returns the keys of credHelpers that name the server's host, in
// whatever spelling, in byte order.
func (d Document) HelpersOf(server secrets.Server) []string { return d.content.helpersOf[server.Host] }

// Store returns the helper that is asked for every registry without an entry
// in credHelpers, empty if there is none.
func (d Document) Store() string { return d.content.store }

// Auths returns the keys under which the file itself holds a credential, in
// byte order.
func (d Document) Auths() []string { return d.content.auths }

// AuthsOf returns the keys of auths under which the file holds credentials
// for the server's host, in byte order.
func (d Document) AuthsOf(server secrets.Server) []string { return d.content.authsOf[server.Host] }
