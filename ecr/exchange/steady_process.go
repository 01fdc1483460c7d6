package exchange

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// steady returns the entry, or one that keeps nothing, where a credential_process
// gives other keys every time: files that nothing can open would be left behind.
// Keys that don't expire stay the same
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html);
// those that do are compared with the last ones, if these still live.
func (c *chain) steady(ctx context.Context, entry *ecr.Entry) *ecr.Entry {
	keys := c.witness.process
	if !keys.CanExpire {
		return entry
	}
	// No file tells the keys by that, nor do two keys share it.
	print, err := hkdf.Key(sha256.New, []byte(keys.SecretAccessKey), nil, keys.AccessKeyID+" "+keys.SessionToken, sha256.Size)
	if err != nil {
		return entry.Nowhere()
	}
	now := c.Now()
	note := ecr.Token{Password: hidden.Of(hex.EncodeToString(print)), Issued: now, Lifetime: keys.Expires.Sub(now)}
	last := entry.For(ecr.Request{Source: ecr.Source{Secret: hidden.Of(c.witness.command), Terms: hidden.Of("last keys")}})
	ctx, cancel := context.WithTimeout(ctx, untilDeadline(ctx)/4)
	defer cancel()
	isSame, ok := within(ctx, func() bool {
		before, ok := last.Token()
		last.PutToken(note)
		return !ok || !before.IsValid(now) || before.Password.Equal(note.Password)
	}, func(bool) {})
	if !ok || !isSame {
		return entry.Nowhere()
	}
	return entry
}
