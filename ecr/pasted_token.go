package ecr

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const (
	// firstToken, in Unix seconds, is the day before which ECR gave none
	// (https://aws.amazon.com/blogs/aws/ec2-container-registry-now-generally-available/).
	firstToken = 1450656000
	// yearTenThousand, in Unix seconds, is the first that RFC 3339 can't write,
	// nor JSON with it.
	yearTenThousand = 253402300800
)

// PastedToken returns the token that the user got from AWS: the password that
// the AWS CLI prints, or that in the API's authorizationToken, which is base64 of
// "AWS:" and the password. ok is false for what is more, or else, than a token.
func PastedToken(text hidden.Text) (token hidden.Text, ok bool) {
	token = text.Map(func(text string) string {
		if decoded, err := decodeBase64(text); err == nil && strings.HasPrefix(string(decoded), TokenUser+":") {
			return string(decoded[len(TokenUser)+1:])
		}
		return text
	})
	return token, token.Is(func(text string) bool {
		return ascii.IsAll(text, func(c byte) bool { return ascii.IsAlphanumeric(c) || strings.IndexByte("+/=_-.", c) >= 0 })
	})
}

// decodeBase64 decodes also what has lost its padding.
func decodeBase64(text string) ([]byte, error) {
	return base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
}

// PastedExpiry reads when a token, got by the user with the AWS CLI, dies, and
// reports whether it can be read: that a token is base64 of JSON with an
// expiration in Unix seconds is known from tokens, not documented. A number too
// large for seconds is taken for milliseconds. The time is in UTC, its year
// has four digits.
func PastedExpiry(token hidden.Text) (time.Time, bool) {
	text, err := decodeBase64(token.Reveal())
	if err != nil {
		return time.Time{}, false
	}
	var content struct {
		Expiration float64 `json:"expiration"`
	}
	if json.Unmarshal(text, &content) != nil {
		return time.Time{}, false
	}
	switch at := content.Expiration; {
	case 1 <= at && at < yearTenThousand:
		return time.Unix(int64(at), 0).UTC(), true
	case 1000*firstToken <= at && at < 1000*yearTenThousand:
		return time.UnixMilli(int64(at)).UTC(), true
	}
	return time.Time{}, false
}
