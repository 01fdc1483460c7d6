package dockerconfig

import (
	"bytes"
	"encoding/json"
)

// mask stands for a value that is not shown.
const mask = `"..."`

// masked returns the configuration without the strings in it, except those
// that say which helper answers: any other may be a credential, or a header
// with one.
func (d Document) masked() []byte {
	var shown []byte
	end := 0
	for _, m := range d.root.members {
		shown = append(shown, d.text[end:m.valueStart]...)
		value := d.text[m.valueStart:m.valueEnd]
		if !sameName(m.key, helpersMember) && !sameName(m.key, storeMember) {
			value = maskStrings(value)
		}
		shown = append(shown, value...)
		end = m.valueEnd
	}
	return append(shown, d.text[end:]...)
}

// maskStrings masks every string in a JSON value that is not a key.
func maskStrings(value []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(value))
	var shown []byte
	var inObject []bool // for each level that is open
	end, isKey := 0, false
	for {
		token, err := decoder.Token()
		if err != nil {
			return append(shown, value[end:]...)
		}
		before, after := end, int(decoder.InputOffset())
		end = after
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{', '[':
				inObject = append(inObject, token == '{')
			case '}', ']':
				inObject = inObject[:len(inObject)-1]
			}
			isKey = len(inObject) > 0 && inObject[len(inObject)-1]
		case string:
			if !isKey {
				start := before + bytes.IndexByte(value[before:after], '"')
				shown = append(append(shown, value[before:start]...), mask...)
				isKey = len(inObject) > 0 && inObject[len(inObject)-1]
				continue
			}
			isKey = false
		default:
			isKey = len(inObject) > 0 && inObject[len(inObject)-1]
		}
		shown = append(shown, value[before:after]...)
	}
}
