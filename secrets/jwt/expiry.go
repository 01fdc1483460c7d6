// Package jwt reads JSON Web Tokens, which forges, clusters and clouds give to jobs as
// an identity or a password. It checks no signature: that is for whoever gets the token.
package jwt

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// Expiry reports whether a text is a signed JSON Web Token (RFC 7519, 3 and RFC
// 7515, 7.1), as forges and clusters give to jobs and Azure's registries for a
// password, and returns when it expires (RFC 7519, 4.1.4). The time is in UTC, the
// zero time for a token that doesn't say it.
func Expiry(text string) (expires time.Time, ok bool) {
	parts := strings.Split(text, ".")
	var header struct {
		Algorithm string `json:"alg"`
	}
	var claims struct {
		Expiry json.RawMessage `json:"exp"`
	}
	isSigned := len(parts) == 3 && parts[2] != ""
	if !isSigned || !decodePart(parts[0], &header) || header.Algorithm == "" || !decodePart(parts[1], &claims) {
		return time.Time{}, false
	}
	if _, err := base64.RawURLEncoding.DecodeString(parts[2]); err != nil {
		return time.Time{}, false
	}
	var seconds float64
	if json.Unmarshal(claims.Expiry, &seconds) != nil || seconds < 1 || seconds >= yearTenThousand {
		return time.Time{}, true
	}
	return time.Unix(int64(seconds), 0).UTC(), true
}

// decodePart reads a part of a token: an object, in base64 for URLs.
func decodePart(part string, object any) bool {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(text, object) == nil
}

// yearTenThousand, in Unix seconds, is the first that has more than four digits.
const yearTenThousand = 253402300800
