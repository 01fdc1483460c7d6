package clientconfig

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A member is a key and its value in a JSON object, as they are written.
type member struct {
	name              string // the key, decoded
	key, colon, value []byte
}

// readMembers returns the members of a valid JSON object in their order.
func readMembers(object []byte) []member {
	decoder := json.NewDecoder(bytes.NewReader(object))
	at := func() int { return int(decoder.InputOffset()) }
	_, _ = decoder.Token() // the brace
	var members []member
	for decoder.More() {
		start := at()
		token, _ := decoder.Token()
		end := at()
		var value json.RawMessage
		_ = decoder.Decode(&value)
		name, _ := token.(string)
		members = append(members, member{
			name:  name,
			key:   bytes.TrimLeft(object[start:end], ", \t\r\n"),
			colon: object[end : at()-len(value)],
			value: value,
		})
	}
	return members
}

func find(members []member, name string) int {
	return slices.IndexFunc(members, func(m member) bool { return m.name == name })
}

// checkKeys refuses what clients read differently: a key that occurs twice.
func checkKeys(members []member, where string, shown func(string) string) *Problem {
	seen := make(map[string]bool, len(members))
	for _, m := range members {
		if seen[m.name] {
			return &Problem{fmt.Sprintf("is ambiguous, since %s has the key %q more than once", where, shown(m.name)), "keep one of them"}
		}
		seen[m.name] = true
	}
	return nil
}

// A layout is the white space around members. An indent stands once for each
// level that an object is in.
type layout struct{ newline, indent, comma, colon string }

// layoutOf returns the layout of a configuration, which is that of its first
// member, or of the files that Docker writes if there is none.
func layoutOf(text []byte, root []member) layout {
	l := layout{newline: "\n", indent: "\t", comma: ",", colon: ": "}
	if bytes.Contains(text, []byte("\r\n")) {
		l.newline = "\r\n"
	}
	if len(root) == 0 {
		return l
	}
	before, _, _ := bytes.Cut(text, []byte(`"`))
	if at := bytes.LastIndexByte(before, '\n'); at > bytes.IndexByte(before, '{') {
		l.indent = string(before[at+1:])
		return l
	}
	l = layout{comma: ",", colon: string(root[0].colon)}
	if strings.HasSuffix(l.colon, " ") {
		l.comma = ", "
	}
	return l
}

// with returns the members with the value under a name, in place of another or
// as the last. It may change what it is given.
func (l layout) with(members []member, name string, value []byte) []member {
	if i := find(members, name); i >= 0 {
		members[i].value = value
		return members
	}
	return append(members, member{name, quote(name), []byte(l.colon), value})
}

// object writes an object that is so many levels in, 1 for the outermost.
func (l layout) object(members []member, level int) []byte {
	if len(members) == 0 {
		return []byte("{}")
	}
	text := []byte("{")
	for i, m := range members {
		if i > 0 {
			text = append(text, l.comma...)
		}
		text = append(text, l.newline+strings.Repeat(l.indent, level)...)
		text = append(append(append(text, m.key...), m.colon...), m.value...)
	}
	return append(text, l.newline+strings.Repeat(l.indent, level-1)+"}"...)
}

func quote(text string) []byte {
	quoted, _ := json.Marshal(text) // a string has no error
	return quoted
}
