package clientconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// A Document is a configuration with the layout that its owner gave it. Its
// methods that change it return the changed one.
type Document struct {
	text    []byte
	root    object
	content content
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
	if document.content, err = readContent(text); err != nil {
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

// Text returns the configuration as it is to be written.
func (d Document) Text() []byte { return d.text }

// object returns a member that is an object, and not missing or null.
func (d Document) object(name string) (object, bool) {
	i, _ := d.root.find(name)
	if i < 0 {
		return object{}, false
	}
	found, err := scanObject(d.text, d.root.members[i].valueStart)
	return found, err == nil
}
