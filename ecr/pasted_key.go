package ecr

import (
	"encoding/base64"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// KeyShape says what a text seems to be that was pasted in the place of a secret
// access key, in words that go on from "looks like". It is empty for what may
// be one, also one that is too short or too long: AWS is the judge of that.
func KeyShape(key hidden.Text) string {
	text := key.Reveal()
	decoded, err := base64.StdEncoding.DecodeString(text)
	lower := strings.ToLower(text)
	switch {
	case IsSecretAccessKey(text):
		return ""
	case err == nil && IsSecretAccessKey(TrimKey(string(decoded))):
		return "base64 of one"
	case strings.Contains(text, "%") && IsSecretAccessKey(decodePercent(text)):
		return "one that is percent-encoded"
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]"):
		return "JSON"
	case strings.HasPrefix(lower, "export "), strings.HasPrefix(lower, "set "), strings.Contains(lower, "aws_secret_access_key"),
		strings.Contains(strings.TrimRight(text, "="), "="):
		return "a line of a script or a settings file"
	case strings.ContainsAny(text, "\"'`"):
		return "a text in quotes"
	case strings.Contains(text, ","):
		return "a line of CSV"
	case strings.ContainsAny(text, " \t\r\n"):
		return "several words"
	case HoldsSecretAccessKey(text) && !IsSecretAccessKey(strings.TrimRight(text, "=")):
		return "one in another form"
	}
	return ""
}
