package clientconfig

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// The members of a configuration that say who answers for which registry
// (https://docs.docker.com/reference/cli/docker/login/#configure-the-credential-store).
const (
	helpersName = "credHelpers"
	storeName   = "credsStore"
	authsName   = "auths"
	pluginsName = "plugins" // where what was replaced is remembered
)

// A Document is a configuration, as it is written and what it says.
type Document struct {
	text []byte
	root object // the members above by these names, however they are spelled

	helpers    map[string]string // by key
	store      string
	remembered map[string]string // by setting
	inStore    []string          // the keys of logins that the store keeps, as they may be shown
	// helpersOf and authsOf are the keys that name a host, in byte order.
	helpersOf, authsOf map[string][]string
}

// An auth is an entry of auths. In any of these Docker keeps a credential.
type auth struct{ Auth, Username, Password, IdentityToken, RegistryToken string }

// byteOrderMark is what some editors put before UTF-8; Docker takes it for a
// syntax error.
const byteOrderMark = "\xef\xbb\xbf"

// ReadFile reads and parses the configuration at path. A file that doesn't
// exist is an error that matches fs.ErrNotExist.
func ReadFile(path string) (Document, error) {
	file, _, err := followLinks(path)
	if err != nil {
		return Document{}, err
	}
	v, err := readVersion(file)
	if err != nil {
		return Document{}, err
	}
	return v.parse(path)
}

// Parse reads a configuration. Its errors show nothing of the content but a key
// that occurs twice.
func Parse(text []byte) (Document, error) {
	document, problem := parse(text)
	if problem != nil {
		return Document{}, problem
	}
	return document, nil
}

// parse returns a problem whose cause goes on from the file's name.
func parse(text []byte) (Document, *Problem) {
	if bytes.HasPrefix(text, []byte(byteOrderMark)) {
		return Document{}, &Problem{"begins with a byte order mark, which Docker can't read", "save it as UTF-8 without one"}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		text = []byte("{}\n") // as Docker takes an empty file
	}
	var content json.RawMessage
	err := json.Unmarshal(text, &content)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return Document{}, &Problem{fmt.Sprintf("is not JSON, see line %d", line), correctIt}
	case bytes.TrimSpace(text)[0] != '{':
		return Document{}, &Problem{"is JSON, but not an object in braces", correctIt}
	}
	document := Document{text: text, root: readObject(text)}
	return document, document.readContent()
}

const correctIt = "correct it"

// readContent takes in what the members say.
func (d *Document) readContent() *Problem {
	var auths map[string]auth
	var plugins map[string]map[string]string
	read := map[string]any{helpersName: &d.helpers, storeName: &d.store, authsName: &auths, pluginsName: &plugins}
	for i := range d.root.members {
		m := &d.root.members[i]
		for name := range read {
			// Docker reads keys with Go's encoding/json, which folds case by the
			// rules of Unicode, not of ASCII: "cred\u017fStore" is one of these.
			if strings.EqualFold(m.name, name) {
				m.name = name
			}
		}
		target, isRead := read[m.name]
		if !isRead {
			continue
		}
		if json.Unmarshal(m.value, target) != nil {
			return &Problem{"has a value in " + m.name + " that is not of the type that Docker expects", correctIt}
		}
		if problem := readObject(m.value).checkKeys(m.name, ShownKey); problem != nil {
			return problem
		}
	}
	for _, key := range slices.Sorted(maps.Keys(auths)) {
		if auths[key] == (auth{}) {
			delete(auths, key)
			if d.helpers[key] == "" {
				d.inStore = append(d.inStore, ShownKey(key))
			}
		}
	}
	d.helpersOf, d.authsOf = byHost(maps.Keys(d.helpers)), byHost(maps.Keys(auths))
	d.remembered = plugins[memoryName]
	return cmp.Or(d.root.checkKeys("it", shownSetting),
		d.root.inner(pluginsName).inner(memoryName).checkKeys(memoryName+" in "+pluginsName, shownPath))
}

// hostOf returns the host that a key names, in the form in which servers are
// compared. A key that names none stands for itself.
func hostOf(key string) string {
	if server, ok := secrets.ParseServer(key); ok {
		return server.Host
	}
	return key
}

func byHost(keys iter.Seq[string]) map[string][]string {
	hosts := make(map[string][]string)
	for _, key := range slices.Sorted(keys) {
		host := hostOf(key)
		hosts[host] = append(hosts[host], key)
	}
	return hosts
}

// Helpers returns the name of the helper for each key of credHelpers. It is
// not to be changed.
func (d Document) Helpers() map[string]string { return d.helpers }

// Ours returns the servers for which credHelpers names this helper, by the order
// of their keys.
func (d Document) Ours() []secrets.Server {
	var ours []secrets.Server
	for _, key := range slices.Sorted(maps.Keys(d.helpers)) {
		if server, ok := secrets.ParseServer(key); ok && d.helpers[key] == HelperName {
			ours = append(ours, server)
		}
	}
	return ours
}

// HelpersOf returns the keys of credHelpers that name the server's host, in
// whatever spelling, in byte order.
func (d Document) HelpersOf(server secrets.Server) []string { return d.helpersOf[server.Host] }

// Store returns the helper that is asked for every registry without an entry
// in credHelpers, empty if there is none.
func (d Document) Store() string { return d.store }

// AuthsOf returns the keys of auths under which the file holds credentials
// for the server's host, in byte order.
func (d Document) AuthsOf(server secrets.Server) []string { return d.authsOf[server.Host] }
