package dockerconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A Document is a configuration with the layout that its owner gave it. Its
// methods that change it return the changed one.
type Document struct {
	text []byte
	root object
	// isImplied marks the one of a file that is empty or doesn't exist.
	isImplied bool
}

// byteOrderMark is what some editors put before UTF-8; Docker takes it for a
// syntax error.
const byteOrderMark = "\xef\xbb\xbf"

// Parse reads a configuration. Its errors go on from the file's name, and
// show nothing of the content.
func Parse(text []byte) (Document, error) {
	if bytes.HasPrefix(text, []byte(byteOrderMark)) {
		return Document{}, errors.New("begins with a byte order mark, which Docker can't read: save it as UTF-8 without one")
	}
	isImplied := len(bytes.TrimSpace(text)) == 0
	if isImplied {
		text = []byte("{}\n") // as Docker takes an empty file
	}
	if err := checkSyntax(text); err != nil {
		return Document{}, err
	}
	root, err := scanObject(text, 0)
	if err != nil {
		return Document{}, errors.New("is JSON, but not an object in braces: correct it")
	}
	document := Document{text: text, root: root, isImplied: isImplied}
	if err := document.checkKeys(); err != nil {
		return Document{}, err
	}
	if err := document.checkTypes(); err != nil {
		return Document{}, err
	}
	return document, nil
}

func checkSyntax(text []byte) error {
	var content json.RawMessage
	err := json.Unmarshal(text, &content)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return fmt.Errorf("is not JSON, see line %d: correct it", line)
	}
	return err
}

// checkKeys refuses what clients read differently: a key that occurs twice.
func (d Document) checkKeys() error {
	if key, ok := d.root.duplicate(); ok {
		return duplicateKey(key, "it")
	}
	for _, name := range []string{helpersMember, storeMember, authsMember} {
		if _, ok := d.root.find(name); !ok {
			return duplicateKey(name, "it")
		}
		if object, ok := d.object(name); ok {
			if key, ok := object.duplicate(); ok {
				return duplicateKey(key, name)
			}
		}
	}
	return nil
}

func duplicateKey(key, where string) error {
	return fmt.Errorf("is ambiguous, since %s has the key %q more than once: keep one of them", where, maskUser(key))
}

// checkTypes makes sure of the members that are read here.
func (d Document) checkTypes() error {
	var content struct {
		CredHelpers map[string]string
		CredsStore  string
		Auths       map[string]auth
	}
	err := json.Unmarshal(d.text, &content)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("holds a value of type %s in %q, where Docker expects another type: correct it", wrong.Value, maskUser(wrong.Field))
	}
	return err
}

// auth is an entry of auths. In any of these Docker keeps a credential.
type auth struct {
	Auth, Username, Password, IdentityToken, RegistryToken string
}

// Text returns the configuration as it is to be written.
func (d Document) Text() []byte { return d.text }

// Helpers returns the name of the helper for each key of credHelpers.
func (d Document) Helpers() map[string]string {
	helpers := make(map[string]string)
	d.decode(helpersMember, &helpers)
	return helpers
}

// Store returns the helper that is asked for every registry without an entry
// in credHelpers, empty if there is none.
func (d Document) Store() string {
	var store string
	d.decode(storeMember, &store)
	return store
}

// Auths returns the keys under which the file itself holds a credential, in
// byte order.
func (d Document) Auths() []string {
	var entries map[string]auth
	d.decode(authsMember, &entries)
	for key, entry := range entries {
		if entry == (auth{}) {
			delete(entries, key)
		}
	}
	return slices.Sorted(maps.Keys(entries))
}

// decode reads a member whose type checkTypes has made sure of.
func (d Document) decode(name string, to any) {
	if i, _ := d.root.find(name); i >= 0 {
		m := d.root.members[i]
		_ = json.Unmarshal(d.text[m.valueStart:m.valueEnd], to)
	}
}

// object returns a member that is an object, and not missing or null.
func (d Document) object(name string) (object, bool) {
	i, _ := d.root.find(name)
	if i < 0 {
		return object{}, false
	}
	found, err := scanObject(d.text, d.root.members[i].valueStart)
	return found, err == nil
}
