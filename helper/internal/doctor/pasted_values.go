package doctor

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// isDockerConfig reports whether a value is a config.json of Docker, or one in base64,
// as a Kubernetes Secret has it.
func isDockerConfig(value string) bool {
	value = strings.TrimSpace(value)
	if decoded, err := base64.StdEncoding.DecodeString(value); err == nil {
		value = string(decoded)
	}
	var file map[string]json.RawMessage
	if json.Unmarshal([]byte(value), &file) != nil {
		return false
	}
	_, hasAuths := file["auths"]
	for _, entry := range file { // as in the older .dockercfg
		var login map[string]json.RawMessage
		if json.Unmarshal(entry, &login) == nil && login["auth"] != nil {
			return true
		}
	}
	return hasAuths
}

// assignments are lines of .env files and shells. A line of base64 ends with its "=".
const assignments = `^\s*(?:export\s+|set\s+|\$env:)?(?:[A-Za-z_][A-Za-z0-9_.-]*)?` +
	`(?i:password|passwd|token|secret|key|user|username|_pass|_pat)(?i:_file)?\s*=[^=]`

// isAssignment reports whether a value is a whole line that sets a variable.
func isAssignment(value string) bool {
	return strings.Contains(value, "=") && regexp.MustCompile(assignments).MatchString(value)
}

// isWithUser reports whether a password is one of user:password with this user.
func isWithUser(user, password hidden.Text) bool {
	return user.Is(func(user string) bool {
		return password.Is(func(password string) bool {
			behind, ok := strings.CutPrefix(password, user+":")
			return ok && user != "" && behind != ""
		})
	})
}

// areEncoded reports whether user and password are both base64 of text, as the data of a
// Kubernetes Secret. Of one of them alone it may be chance.
func areEncoded(user, password hidden.Text) bool {
	return user.Is(isEncodedText) && password.Is(isEncodedText)
}

func isEncodedText(value string) bool {
	decoded, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(value))
	text := strings.TrimSuffix(string(decoded), "\n") // of echo
	isPrinted := !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsPrint(r) })
	return err == nil && text != "" && isPrinted
}
