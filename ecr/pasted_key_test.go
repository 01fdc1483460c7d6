package ecr

import (
	"encoding/base64"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestKeyShape(t *testing.T) {
	t.Parallel()
	const key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	for text, want := range map[string]string{
		key: "", "": "", "test": "", key[:39]: "", key + "x": "", key + "=": "",
		base64.StdEncoding.EncodeToString([]byte(key)):        "base64 of one",
		base64.StdEncoding.EncodeToString([]byte(key + "\n")): "base64 of one",
		"wJalrXUtnFEMI%2FK7MDENG%2fbPxRfiCYEXAMPLEKEY":        "one that is percent-encoded",
		`{"SecretAccessKey": "` + key + `"}`:                  "JSON",
		`["` + key + `"]`:                                     "JSON",
		"export AWS_SECRET_ACCESS_KEY=" + key:                 "a line of a script or a settings file",
		"aws_secret_access_key = " + key:                      "a line of a script or a settings file",
		"set SECRET " + key:                                   "a line of a script or a settings file",
		"secret=" + key:                                       "a line of a script or a settings file",
		`"` + key + `"`:                                       "a text in quotes",
		"'" + key + "'":                                       "a text in quotes",
		"user," + key:                                         "a line of CSV",
		key[:20] + "\n" + key[20:]:                            "several words",
		"[default]\naws_secret_access_key = " + key:           "a line of a script or a settings file",
		"\u201c" + key + "\u201d":                             "one in another form",
		key + ";":                                             "one in another form",
		base64.RawStdEncoding.EncodeToString([]byte(key)):     "one in another form",
	} {
		if got := KeyShape(hidden.Of(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
