package ecr

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// An Identity is the AWS credentials that ask for a token. One without keys
// stands for the ambient identity, which the SDK's default chain finds.
type Identity struct {
	AccessKeyID, SecretAccessKey hidden.Text
	// SessionToken belongs to temporary keys.
	SessionToken hidden.Text
	// WebIdentityToken stands in the place of the keys: a token by which a CI system
	// or a cluster says who asks, for the role that it may assume.
	WebIdentityToken hidden.Text
	// Profile names the AWS profile that the default chain begins with, in place of
	// the environment's keys. It is empty for the chain's own choice.
	Profile hidden.Text
	// RoleARN names a role to assume with the keys before asking, ExternalID
	// what the role's owner may demand with it.
	RoleARN, ExternalID hidden.Text
}

// IsAmbient reports whether the keys are left to the SDK's default chain.
func (i Identity) IsAmbient() bool { return i.AccessKeyID.IsEmpty() && i.WebIdentityToken.IsEmpty() }

// secret is what nobody knows but whoever has the identity. It is empty for the
// ambient one.
func (i Identity) secret() hidden.Text {
	if i.WebIdentityToken.IsEmpty() {
		return i.SecretAccessKey
	}
	return i.WebIdentityToken
}

// LacksSessionToken reports whether the keys are temporary ones without the
// session token that AWS demands with them.
func (i Identity) LacksSessionToken() bool {
	return i.SessionToken.IsEmpty() && i.AccessKeyID.Is(IsTemporaryKeyID)
}

// CanBeSent reports whether what AWS is sent of the identity as it is, to
// whatever endpoint and without TLS if its URL says so, holds no secret access
// key: its access key ID, session token, role and external ID.
func (i Identity) CanBeSent(isEmulator bool) bool {
	isAccessKeyID := i.AccessKeyID.Is(func(id string) bool { return CanBeAccessKeyID(id, isEmulator) })
	return isAccessKeyID && !i.SecretAccessKey.Is(HoldsAccessKeyID) && i.HasSessionToken(isEmulator) &&
		i.HasRole() && i.HasExternalID()
}

// ShortestSessionToken is less than any session token of AWS has, in bytes:
// several hundred. Those of emulators are words.
const ShortestSessionToken = 100

// HasSessionToken reports whether the session token may be one of AWS, or of the
// emulator of it that an endpoint URL leads to, or is empty.
func (i Identity) HasSessionToken(isEmulator bool) bool {
	token := i.SessionToken
	if length := token.Length(); length > 0 && length < ShortestSessionToken && !isEmulator {
		return false
	}
	return !i.holdsKey(token) && !token.Is(HoldsSecretAccessKey) && !token.Is(IsSecretAccessKey) && !token.Is(HoldsAccessKeyID)
}

// HasRole reports whether the role may be one, or is empty.
func (i Identity) HasRole() bool {
	return i.RoleARN.IsEmpty() || i.RoleARN.Is(isRoleARN) && !i.holdsKey(i.RoleARN)
}

// IsRoleOf reports whether the role is one of the registry's part of AWS, or is
// empty: no other's can be assumed there.
func (i Identity) IsRoleOf(registry Registry) bool {
	beginning := "arn:" + registry.Partition() + ":"
	return i.RoleARN.IsEmpty() || i.RoleARN.Is(func(arn string) bool { return strings.HasPrefix(arn, beginning) })
}

// HasExternalID reports whether the external ID may be one, or is empty. One
// that looks like a secret access key is none where the key itself doesn't.
func (i Identity) HasExternalID() bool {
	if i.ExternalID.Is(HoldsAccessKeyID) || i.holdsKey(i.ExternalID) {
		return false
	}
	return !i.ExternalID.Is(HoldsSecretAccessKey) || i.SecretAccessKey.Is(IsSecretAccessKey)
}

const (
	// shortestKey is how long a secret access key is for it to be looked for in
	// other values: those of emulators are words that stand there anyway.
	shortestKey = 16
	// tellingPart is how many letters and digits of a secret access key of AWS
	// are in a row nowhere else.
	tellingPart = 12
)

// holdsKey reports whether the secret access key itself stands in a value that
// AWS is sent, or so much of it that the rest could be guessed: a key that was cut,
// folded, or escaped in any way.
func (i Identity) holdsKey(value hidden.Text) bool {
	return i.SecretAccessKey.Is(func(key string) bool {
		return len(key) >= shortestKey && value.Is(func(text string) bool {
			return isIn(text, func(form string) bool {
				return strings.Contains(strings.Join(strings.Fields(form), ""), key) || hasSecretKeyWord(key) && sharePart(form, key)
			})
		})
	})
}

// sharePart reports whether a telling part of the key is in the text, whatever
// stands between its letters and digits.
func sharePart(text, key string) bool {
	text, key = foldedLetters(text), foldedLetters(key)
	for start := range max(0, len(key)-tellingPart+1) {
		if strings.Contains(text, key[start:start+tellingPart]) {
			return true
		}
	}
	return false
}

// foldedLetters returns the ASCII letters and digits of a text in lower case.
func foldedLetters(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if isBetweenWords(r) {
			return -1
		}
		return r
	}, text))
}
