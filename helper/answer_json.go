package helper

import "github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"

// renderAnswer returns the one line that answers a get: the server as it was
// asked for and the credentials, as a JSON object (RFC 8259). All of them are
// valid UTF-8. It stands in for
// encoding/json, which would double what an answer costs beyond the start of
// a process; a fuzz target compares the two.
func renderAnswer(server string, hiddenUser, hiddenPassword hidden.Text) []byte {
	username, password := hiddenUser.Reveal(), hiddenPassword.Reveal()
	const names = `{"ServerURL":"","Username":"","Secret":""}` + "\n"
	// Each size that a line grows through would take a page of memory.
	line := make([]byte, 0, len(names)+len(server)+len(username)+len(password))
	line = appendString(append(line, `{"ServerURL":`...), server)
	line = appendString(append(line, `,"Username":`...), username)
	line = appendString(append(line, `,"Secret":`...), password)
	return append(line, "}\n"...)
}

// appendString appends a JSON string: all characters stand for themselves but
// those that RFC 8259, section 7, has escaped.
func appendString(line []byte, text string) []byte {
	const hex = "0123456789abcdef"
	line = append(line, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			line = append(line, '\\', c)
		case c < ' ':
			line = append(line, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
		default:
			line = append(line, c)
		}
	}
	return append(line, '"')
}
