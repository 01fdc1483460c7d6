package clientconfig

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A layout is the white space of an object's members.
type layout struct {
	// separator stands before each key, colon between key and value, closing
	// before the brace at the end.
	separator, colon, closing string
}

// rootLayout returns the layout of the outermost object. One without members
// gets that of the files that Docker writes.
func rootLayout(text []byte, root object) layout {
	if len(root.members) > 0 {
		return layoutOf(text, root)
	}
	newline := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		newline = "\r\n"
	}
	return layout{separator: newline + "\t", colon: ": ", closing: newline}
}

// layoutOf returns the layout of an object that has members: that of the last.
func layoutOf(text []byte, o object) layout {
	last := len(o.members) - 1
	before := o.start + 1
	if last > 0 {
		before = o.members[last-1].valueEnd
	}
	m := o.members[last]
	between := string(text[before:m.keyStart])
	l := layout{
		separator: between[strings.IndexByte(between, ',')+1:],
		colon:     string(text[m.keyEnd:m.valueStart]),
		closing:   string(text[m.valueEnd : o.end-1]),
	}
	if last == 0 && l.separator == "" && strings.HasSuffix(l.colon, " ") {
		l.separator = " "
	}
	return l
}

// nested returns the layout of an object one level further in.
func (l layout) nested() layout {
	end := strings.LastIndexByte(l.separator, '\n')
	if end < 0 {
		return layout{colon: l.colon}
	}
	newline, indent := "\n", l.separator[end+1:]
	if end > 0 && l.separator[end-1] == '\r' {
		newline = "\r\n"
	}
	return layout{separator: newline + indent + indent, colon: l.colon, closing: newline + indent}
}

// withMember returns the text with a member more at the object's end. The
// layout counts only if the object has no member yet.
func (o object) withMember(text []byte, key, value string, l layout) []byte {
	if len(o.members) == 0 {
		return splice(text, o.start+1, o.end-1, l.separator+quote(key)+l.colon+value+l.closing)
	}
	l = layoutOf(text, o)
	end := o.members[len(o.members)-1].valueEnd
	return splice(text, end, end, ","+l.separator+quote(key)+l.colon+value)
}

// withValues returns the text with the value under each of the keys, in place
// of another or as a member more. The object has members already.
func (o object) withValues(text []byte, keys []string, value string) []byte {
	l := layoutOf(text, o)
	isWanted := make(map[string]bool, len(keys))
	for _, key := range keys {
		isWanted[key] = true
	}
	var result []byte
	end := 0
	for _, m := range o.members {
		if isWanted[m.key] {
			result = append(append(result, text[end:m.valueStart]...), value...)
			end = m.valueEnd
			delete(isWanted, m.key)
		}
	}
	last := o.members[len(o.members)-1].valueEnd
	result = append(result, text[end:last]...)
	for _, key := range keys {
		if isWanted[key] {
			result = append(result, ","+l.separator+quote(key)+l.colon+value...)
			delete(isWanted, key)
		}
	}
	return append(result, text[last:]...)
}

// withMembers returns the text with those of the object's members whose
// indices are given, at least one and in order, and without the others.
func (o object) withMembers(text []byte, kept []int) []byte {
	result := append([]byte{}, text[:o.members[0].keyStart]...)
	for n, i := range kept {
		start := o.members[i].keyStart
		if n > 0 {
			start = o.members[i-1].valueEnd
		}
		result = append(result, text[start:o.members[i].valueEnd]...)
	}
	return append(result, text[o.members[len(o.members)-1].valueEnd:]...)
}

// withoutMember returns the text without one of the object's members.
func (o object) withoutMember(text []byte, index int) []byte {
	if len(o.members) == 1 {
		return splice(text, o.start+1, o.end-1, "")
	}
	var kept []int
	for i := range o.members {
		if i != index {
			kept = append(kept, i)
		}
	}
	return o.withMembers(text, kept)
}

// splice returns the text with what is between start and end replaced.
func splice(text []byte, start, end int, replacement string) []byte {
	result := make([]byte, 0, len(text)+len(replacement))
	result = append(result, text[:start]...)
	result = append(result, replacement...)
	return append(result, text[end:]...)
}

// quote returns text as JSON, on one line and no more escaped than it must be.
func quote(text string) string {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""`
	}
	return strings.TrimSuffix(quoted.String(), "\n")
}
