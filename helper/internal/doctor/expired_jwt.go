package doctor

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// jwtExpiry returns when a JSON Web Token expires (RFC 7519, 4.1.4), such as
// Azure's registries and GitLab's jobs have for passwords. ok is false for what
// is none, or never expires.
func jwtExpiry(text string) (expires time.Time, ok bool) {
	parts := strings.Split(strings.TrimSpace(text), ".")
	if len(parts) != 3 {
		return time.Time{}, false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Expiry float64 `json:"exp"`
	}
	if err != nil || json.Unmarshal(payload, &claims) != nil || claims.Expiry < 1 || claims.Expiry >= yearTenThousand {
		return time.Time{}, false
	}
	return time.Unix(int64(claims.Expiry), 0).UTC(), true
}

// yearTenThousand, in Unix seconds, is the first that has more than four digits.
const yearTenThousand = 253402300800
