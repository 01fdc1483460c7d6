package ecr

import (
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TokenUser is the user name that goes with every token
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
const TokenUser = "AWS"

// MaxTokenLife is how long ECR's tokens live
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
// Nothing in the cache is of use longer than that.
const MaxTokenLife = 12 * time.Hour

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

// HalfLife returns when half of the token's life is over.
func (t Token) HalfLife() time.Time { return t.Issued.Add(t.Lifetime / 2) }

// IsFresh reports whether at least half of the token's life is left. A token
// from the future is not fresh: the clock was set back since it came, so its
// age is not known.
func (t Token) IsFresh(now time.Time) bool { return t.isYounger(now, t.HalfLife()) }

// IsValid reports whether the token still lives.
func (t Token) IsValid(now time.Time) bool { return t.isYounger(now, t.Expires()) }

func (t Token) isYounger(now, limit time.Time) bool {
	return !now.Before(t.Issued) && now.Before(limit)
}
