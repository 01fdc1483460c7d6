// Package ecr holds the rules of Amazon's Elastic Container Registry, and calls nobody:
// its registries' host names, the tokens that they take as passwords, and the
// cache of the tokens that package exchange fetched.
//
// A host is ECR's only if it matches the table of host names whole.
//
// The cache holds one file a token, sealed with AES-256-GCM under a key that
// is derived (HKDF-SHA256) from the secret access key itself, under a name
// derived likewise. So a file says nothing to whoever lacks the secret
// access key, and a rotated key is a plain miss. One identity's token is good
// for every registry that the identity may read in a region, so the account
// is no part of the key. Whatever is wrong with the cache (no directory, a
// foreign one, a corrupt file, a full disk) is a miss: it costs time, never
// the answer.
package ecr

import (
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TokenUser is the user name that goes with every token
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
const TokenUser = "AWS"

// A Token is what an ECR registry takes as the password of TokenUser.
type Token struct {
	Password hidden.Text
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
