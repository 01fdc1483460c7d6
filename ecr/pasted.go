package ecr

import (
	"encoding/base64"
	"encoding/json"
	"time"
)

// PastedExpiry reads when a token, got by the user with the AWS CLI, dies. It
// reports false for what can't be read: that a token is base64 of JSON with
// an expiration in Unix seconds is known from tokens, not documented.
func PastedExpiry(token string) (time.Time, bool) {
	text, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		return time.Time{}, false
	}
	var content struct {
		Expiration int64 `json:"expiration"`
	}
	if json.Unmarshal(text, &content) != nil || content.Expiration <= 0 {
		return time.Time{}, false
	}
	return time.Unix(content.Expiration, 0), true
}
