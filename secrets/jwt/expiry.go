// Package jwt reads JSON Web Tokens, which forges, clusters and clouds give to jobs as
// an identity or a password. It checks no signature: that is for whoever gets the token.
//
// This package serves this module alone, and changes with it.
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
	if len(parts) != 3 {
		return time.Time{}, false
	}
	header, isHeader := decodeObject(parts[0])
	claims, isClaims := decodeObject(parts[1])
	var algorithm string
	_ = json.Unmarshal(header["alg"], &algorithm) // empty is none
	if signature, isSignature := decode(parts[2]); !isHeader || !isClaims || !isSignature || len(signature) == 0 || algorithm == "" {
		return time.Time{}, false
	}
	var seconds float64
	if json.Unmarshal(claims["exp"], &seconds) != nil || seconds < 1 || seconds >= yearTenThousand {
		return time.Time{}, true
	}
	return time.Unix(int64(seconds), 0).UTC(), true
}

// decodeObject reads a part of a token that is an object. Its names are compared byte by
// byte (RFC 7519, 7.3).
func decodeObject(part string) (members map[string]json.RawMessage, ok bool) {
	text, ok := decode(part)
	return members, ok && json.Unmarshal(text, &members) == nil && members != nil
}

// decode reads base64 for URLs without padding, in which Go would allow line breaks
// (RFC 7515, 2).
func decode(part string) ([]byte, bool) {
	text, err := base64.RawURLEncoding.DecodeString(part)
	return text, err == nil && !strings.ContainsAny(part, "\r\n")
}

// yearTenThousand, in Unix seconds, is the first that has more than four digits.
const yearTenThousand = 253402300800
