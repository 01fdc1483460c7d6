package clientconfig

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// An object is a JSON object as it is written: all that is between its braces.
type object struct {
	members []member
	end     []byte // what is before the closing brace
}

// A member is a key and its value, as they are written. Before the key are white
// space and the comma that parts it from another.
type member struct {
	name                      string // the key, decoded
	before, key, colon, value []byte
}

// readObject reads valid JSON. What is no object has no members.
func readObject(text []byte) (o object) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	at := func() int { return int(decoder.InputOffset()) }
	_, _ = decoder.Token() // the brace
	start := at()          // More goes on to what is behind white space
	for ; decoder.More(); start = at() {
		token, _ := decoder.Token()
		end := at()
		var value json.RawMessage
		_ = decoder.Decode(&value)
		name, _ := token.(string)
		key := bytes.TrimLeft(text[start:end], ", \t\r\n")
		o.members = append(o.members, member{
			name:   name,
			before: text[start : end-len(key)],
			key:    key,
			colon:  text[end : at()-len(value)],
			value:  value,
		})
	}
	o.end = text[start:max(start, bytes.LastIndexByte(text, '}'))]
	return o
}

func (o object) text() []byte {
	text := []byte("{")
	for _, m := range o.members {
		text = append(append(append(append(text, m.before...), m.key...), m.colon...), m.value...)
	}
	return append(append(text, o.end...), '}')
}

func (o object) find(name string) int {
	return slices.IndexFunc(o.members, func(m member) bool { return m.name == name })
}

// value returns what is written under a name, nil if there is no such member.
func (o object) value(name string) []byte {
	if i := o.find(name); i >= 0 {
		return o.members[i].value
	}
	return nil
}

// inner returns the object under a name, one without members if there is none.
func (o object) inner(name string) object { return readObject(o.value(name)) }

// checkKeys refuses what clients read differently: a key that occurs twice.
func (o object) checkKeys(where string, shown func(string) string) *Problem {
	seen := make(map[string]bool, len(o.members))
	for _, m := range o.members {
		if seen[m.name] {
			return &Problem{fmt.Sprintf("is ambiguous, since %s has the key %q more than once", where, shown(m.name)), "keep one of them"}
		}
		seen[m.name] = true
	}
	return nil
}

// A layout is the white space of what is new in a configuration. An indent
// stands once for each level that an object is in.
type layout struct{ newline, indent, colon string }

// layoutOf returns the layout of a configuration, which is that of its first
// member, or of the files that Docker writes if there is none.
func layoutOf(text []byte, root object) layout {
	l := layout{newline: "\n", indent: "\t", colon: ": "}
	if bytes.Contains(text, []byte("\r\n")) {
		l.newline = "\r\n"
	}
	if len(root.members) == 0 {
		return l
	}
	first := root.members[0]
	if at := bytes.LastIndexByte(first.before, '\n'); at >= 0 {
		l.indent = string(first.before[at+1:])
		return l
	}
	return layout{colon: string(first.colon)}
}

// A place is that of a member, there or not, in an object that is so many levels in,
// 1 for the outermost.
type place struct {
	object *object
	level  int
	name   string
}

func (p place) value() []byte { return p.object.value(p.name) }

// put places a value in place of another, or as the last of its object. Of nil it
// takes out what is there.
func (l layout) put(p place, value []byte) {
	i := p.object.find(p.name)
	switch {
	case i >= 0 && value != nil:
		p.object.members[i].value = value
	case i >= 0:
		p.object.remove(i)
	case value != nil:
		l.add(p, value)
	}
}

// add parts what is new from its neighbour as that is from its own.
func (l layout) add(p place, value []byte) {
	o, before := p.object, []byte(",")
	switch count := len(o.members); {
	case count == 0:
		before, o.end = l.line(p.level), l.line(p.level-1)
	case count > 1:
		before = o.members[count-1].before
	case len(o.members[0].before) > 0:
		before = slices.Concat(before, o.members[0].before)
	case bytes.HasSuffix(o.members[0].colon, []byte(" ")):
		before = []byte(", ")
	}
	o.members = append(o.members, member{p.name, before, quote(p.name), []byte(l.colon), value})
}

func (o *object) remove(i int) {
	switch {
	case len(o.members) == 1:
		o.end = nil
	case i == 0:
		o.members[1].before = o.members[0].before
	}
	o.members = slices.Delete(o.members, i, i+1)
}

// putInner is put for an object, which goes with its last member.
func (l layout) putInner(p place, inner object) {
	if len(inner.members) > 0 {
		l.put(p, inner.text())
	} else if len(p.object.inner(p.name).members) > 0 {
		l.put(p, nil)
	}
}

// line begins a line of an object that is so many levels in.
func (l layout) line(level int) []byte { return []byte(l.newline + strings.Repeat(l.indent, level)) }

func quote(text string) []byte {
	quoted, _ := json.Marshal(text) // a string has no error
	return quoted
}
