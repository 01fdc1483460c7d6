// Package ecr knows Amazon's Elastic Container Registry without calling it:
// its registries' host names, the tokens that they take as passwords, and the
// cache of the tokens that package exchange fetched.
//
// A host is ECR's only if it matches the table of host names whole.
//
// The cache holds one file a token, sealed with AES-256-GCM under a key that
// is derived (HKDF-SHA256) from the secret access key itself, under a name
// derived likewise. So a file tells nothing to whoever lacks the secret
// access key, and a rotated key is a plain miss. One identity's token is good
// for every registry that the identity may read in a region, so the account
// is no part of the key. Whatever is wrong with the cache (no directory, a
// foreign one, a corrupt file, a full disk) is a miss: it costs time, never
// the answer.
package ecr

import (
	"strings"
	"time"
)

// TokenUser is the user name that goes with every token
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
const TokenUser = "AWS"

// An Identity is the AWS credentials that ask for a token. The zero value
// stands for the ambient identity, which the SDK's default chain finds.
type Identity struct {
	AccessKeyID, SecretAccessKey string
	// SessionToken belongs to temporary keys.
	SessionToken string
	// RoleARN names a role to assume with the keys before asking, ExternalID
	// what the role's owner may demand with it.
	RoleARN, ExternalID string
}

// IsAmbient reports whether the keys are left to the SDK's default chain.
func (i Identity) IsAmbient() bool { return i.AccessKeyID == "" }

// IsAccessKeyID reports whether text has the form of an AWS access key ID, a
// long-lived (AKIA) or a temporary one (ASIA), in whatever case
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
func IsAccessKeyID(text string) bool {
	return hasKeyForm(text, "AKIA") || hasKeyForm(text, temporaryKeyPrefix)
}

const temporaryKeyPrefix = "ASIA"

func hasKeyForm(text, prefix string) bool {
	return len(text) == 20 && strings.EqualFold(text[:4], prefix) && isAll(text[4:], isAlphanumeric)
}

// IsSecretAccessKey reports whether text has the form of a secret access key.
func IsSecretAccessKey(text string) bool {
	return len(text) == 40 && isAll(text, func(c byte) bool { return isAlphanumeric(c) || c == '+' || c == '/' })
}

// LacksSessionToken reports whether the keys are temporary ones without the
// session token that AWS demands with them.
func (i Identity) LacksSessionToken() bool {
	return hasKeyForm(i.AccessKeyID, temporaryKeyPrefix) && i.SessionToken == ""
}

// A Request says which token is asked for: whose, and where.
type Request struct {
	Registry Registry
	Identity Identity
	Endpoint Endpoint
}

// A Token is what an ECR registry takes as the password of TokenUser.
type Token struct {
	Password string
	// Issued is when the token came, by this machine's clock.
	Issued time.Time
	// Lifetime is how long it lives from then on.
	Lifetime time.Duration
}

// Expires returns when the token dies, by this machine's clock.
func (t Token) Expires() time.Time { return t.Issued.Add(t.Lifetime) }

// IsFresh reports whether at least half of the token's life is left. A token
// from the future is not fresh: the clock was set back since it came, so its
// age is not known.
func (t Token) IsFresh(now time.Time) bool { return t.isYounger(now, t.Lifetime/2) }

// IsValid reports whether the token still lives.
func (t Token) IsValid(now time.Time) bool { return t.isYounger(now, t.Lifetime) }

func (t Token) isYounger(now time.Time, limit time.Duration) bool {
	age := now.Sub(t.Issued)
	return 0 <= age && age < limit
}
