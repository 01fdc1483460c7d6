package ecr

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestPastedExpiry(t *testing.T) {
	t.Parallel()
	for expiration, want := range map[string]string{
		"1767323045":       "2026-01-02T03:04:05Z",
		"1767323045000":    "2026-01-02T03:04:05Z",
		"1767323045.5":     "2026-01-02T03:04:05Z",
		"1.767323045e9":    "2026-01-02T03:04:05Z",
		"1":                "1970-01-01T00:00:01Z",
		"99999999999":      "5138-11-16T09:46:39Z",
		"253402300799999":  "9999-12-31T23:59:59.999Z",
		"253402300799":     "9999-12-31T23:59:59Z",
		"253402300800":     "",
		"1450655999999":    "",
		"1450656000000":    "2015-12-21T00:00:00Z",
		"253402300800000":  "",
		"1767323045000000": "",
		"1e300":            "",
		"1e999":            "",
		"9007199254740993": "",
		"0":                "",
		"0.5":              "",
		"-1":               "",
		"-1e300":           "",
		"NaN":              "",
		`"1767323045"`:     "",
		`"2026-01-02"`:     "",
		"null":             "",
		"true":             "",
		"{}":               "",
		"[1767323045]":     "",
	} {
		token := base64.StdEncoding.EncodeToString([]byte(`{"payload":"cGF5","datakey":"a2V5","version":"2","type":"DATA_KEY","expiration":` + expiration + `}`))
		expires, ok := PastedExpiry(hidden.Of(token))
		got := ""
		if ok {
			got = expires.UTC().Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("expiration %s: %q, want %q", expiration, got, want)
		}
	}
	for _, token := range []string{"", "no base64", "eyJleHBpcmF0aW9uIjoxNzY3MzIzMDQ1fSAg!", "bm8gSlNPTg==", "e30=", "eyJwYXlsb2FkIjoiY0dGNSJ9"} {
		if expires, ok := PastedExpiry(hidden.Of(token)); ok {
			t.Errorf("%q dies at %s", token, expires)
		}
	}
}

// FuzzPastedExpiry states that what is read can be written as JSON, whose
// years have four digits (RFC 3339).
func FuzzPastedExpiry(f *testing.F) {
	for _, text := range []string{`{"expiration":1767323045}`, `{"expiration":1767323045000}`, `{"expiration":1e300}`, `{"expiration":-62135596801}`, `{"Expiration":253402300800}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		expires, ok := PastedExpiry(hidden.Of(base64.StdEncoding.EncodeToString(text)))
		if _, err := json.Marshal(expires); ok && err != nil {
			t.Error(err)
		}
	})
}

func TestPastedToken(t *testing.T) {
	t.Parallel()
	token := base64.StdEncoding.EncodeToString([]byte(`{"payload":"cGF5","datakey":"a2V5","version":"2","type":"DATA_KEY","expiration":1767323045}`))
	raw := base64.StdEncoding.EncodeToString([]byte("AWS:" + token))
	for text, want := range map[string]string{
		token: token, raw: token, strings.TrimRight(raw, "="): token, strings.TrimRight(token, "="): strings.TrimRight(token, "="),
		"123456789012-auth-token": "123456789012-auth-token", "a+token/of_letters=": "a+token/of_letters=",
		"": "", "AWS:" + token: "", `"` + token + `"`: "", token[:20] + "\n" + token[20:]: "", "Bearer " + token: "",
		`{"authorizationToken": "` + raw + `"}`: "", "docker login -u AWS -p " + token + " https://x": "",
		"An error occurred (ExpiredTokenException)": "", "aws: command not found": "",
	} {
		got, ok := PastedToken(hidden.Of(text))
		if ok != (want != "") || ok && got.Reveal() != want {
			t.Errorf("%q: %q, %v, want %q", text, got.Reveal(), ok, want)
		}
	}
	if at, ok := PastedExpiry(hidden.Of(strings.TrimRight(token, "="))); !ok || at.Unix() != 1767323045 {
		t.Errorf("without its padding it expires %v, %v", at, ok)
	}
}
