package clientconfig

import (
	"bytes"
	"encoding/json"
	"strings"
)

// mask stands for what is not shown.
const mask = "..."

// masked returns the configuration without the strings in it, except those
// that say which helper answers: any other may be a credential, or a header
// with one. Of keys it keeps all but the user in front of an "@".
func (d Document) masked() []byte {
	var shown []byte
	end := 0
	for _, m := range d.root.members {
		shown = append(shown, d.text[end:m.valueStart]...)
		hidesValues := !sameName(m.key, helpersMember) && !sameName(m.key, storeMember)
		shown = append(shown, maskStrings(d.text[m.valueStart:m.valueEnd], hidesValues)...)
		end = m.valueEnd
	}
	return append(shown, d.text[end:]...)
}

// maskUser hides who stands before the host of a URL, and with what password.
func maskUser(key string) string {
	at := strings.LastIndexByte(key, '@')
	if at < 0 {
		return key
	}
	return mask + key[at:]
}

// maskStrings masks the users in the keys of a JSON value, and, if asked to,
// every string in it that is not a key.
func maskStrings(value []byte, hidesValues bool) []byte {
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
		text, isText := token.(string)
		switch {
		case isText && isKey && maskUser(text) != text:
			shown = appendInPlace(shown, value[before:after], maskUser(text))
		case isText && !isKey && hidesValues:
			shown = appendInPlace(shown, value[before:after], mask)
		default:
			shown = append(shown, value[before:after]...)
		}
		wasKey := isText && isKey
		switch token {
		case json.Delim('{'), json.Delim('['):
			inObject = append(inObject, token == json.Delim('{'))
		case json.Delim('}'), json.Delim(']'):
			inObject = inObject[:len(inObject)-1]
		}
		isKey = !wasKey && len(inObject) > 0 && inObject[len(inObject)-1]
	}
}

// appendInPlace appends what stands before a string, and a text in its place.
func appendInPlace(shown, token []byte, text string) []byte {
	start := bytes.IndexByte(token, '"')
	return append(append(shown, token[:start]...), quote(text)...)
}
