package clientconfig

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// An object is a JSON object by its place in a text. Positions are offsets in
// bytes; an end is one behind the last byte.
type object struct {
	start, end int
	members    []member
}

// A member is a key and its value.
type member struct {
	key                  string
	keyStart, keyEnd     int // with the quotes
	valueStart, valueEnd int
}

var errNoObject = errors.New("not a JSON object")

// scanObject finds the members of the object that begins at start.
func scanObject(text []byte, start int) (object, error) {
	decoder := json.NewDecoder(bytes.NewReader(text[start:]))
	at := func() int { return start + int(decoder.InputOffset()) }
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return object{}, errNoObject
	}
	scanned := object{start: at() - 1}
	for decoder.More() {
		end := at()
		token, err := decoder.Token()
		key, isString := token.(string)
		if err != nil || !isString {
			return object{}, errNoObject
		}
		m := member{key: key, keyStart: end + bytes.IndexByte(text[end:], '"'), keyEnd: at()}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return object{}, errNoObject
		}
		m.valueEnd = at()
		m.valueStart = m.valueEnd - len(value)
		scanned.members = append(scanned.members, m)
	}
	if _, err := decoder.Token(); err != nil {
		return object{}, errNoObject
	}
	scanned.end = at()
	return scanned, nil
}

// find returns the index of the member of the name, -1 if there is none. It
// reports false if there are several.
func (o object) find(name string) (index int, ok bool) {
	index = -1
	for i, m := range o.members {
		if !sameName(m.key, name) {
			continue
		}
		if index >= 0 {
			return index, false
		}
		index = i
	}
	return index, true
}

// duplicate returns a key that occurs more than once.
func (o object) duplicate() (string, bool) {
	seen := make(map[string]bool, len(o.members))
	for _, m := range o.members {
		if seen[m.key] {
			return m.key, true
		}
		seen[m.key] = true
	}
	return "", false
}

// sameName compares the keys of a structure as Docker reads them, with Go's
// encoding/json: that folds case by the rules of Unicode, not of ASCII, so
// "credHelper\u017f" is credHelpers to Docker, and must be here.
func sameName(a, b string) bool { return strings.EqualFold(a, b) }
