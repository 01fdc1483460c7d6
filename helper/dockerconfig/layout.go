package dockerconfig

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

// withoutMember returns the text without one of the object's members.
func (o object) withoutMember(text []byte, index int) []byte {
	switch {
	case len(o.members) == 1:
		return splice(text, o.start+1, o.end-1, "")
	case index == 0:
		return splice(text, o.members[0].keyStart, o.members[1].keyStart, "")
	}
	return splice(text, o.members[index-1].valueEnd, o.members[index].valueEnd, "")
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
