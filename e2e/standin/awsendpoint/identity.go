package awsendpoint

import (
	"strings"
	"time"
)

// Identity is a principal and the one access key it has.
type Identity struct {
	ARN             string // as arn:aws:iam::123456789012:user/puller
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string    // of temporary keys; empty for long-lived ones
	Expires         time.Time // when temporary keys end; zero for never
	Denied          bool      // no policy allows it anything
}

// NewIdentity returns a user with random keys, whom an endpoint knows once it is added.
func NewIdentity() Identity {
	return Identity{
		ARN:             "arn:aws:iam::123456789012:user/puller",
		AccessKeyID:     "AKIA" + randomID(16),
		SecretAccessKey: randomBase64(30),
	}
}

// newTemporaryIdentity returns random keys that last until they expire.
func newTemporaryIdentity(arn string, expires time.Time) Identity {
	return Identity{
		ARN:             arn,
		AccessKeyID:     "ASIA" + randomID(16),
		SecretAccessKey: randomBase64(30),
		SessionToken:    randomBase64(300),
		Expires:         expires.Truncate(time.Second),
	}
}

// Role is a role that every identity which isn't denied may assume.
type Role struct {
	ARN        string // as arn:aws:iam::123456789012:role/reader
	ExternalID string // which AssumeRole must name; empty for none
	Subject    string // of the web identity tokens that may assume it too; empty for none
	Denied     bool   // no policy allows anything to those who assumed it
}

// AddIdentity makes an identity known, in place of one with the same access key ID.
func (e *Endpoint) AddIdentity(identity Identity) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.identities[identity.AccessKeyID] = identity
}

// RemoveIdentity makes an access key ID unknown again.
func (e *Endpoint) RemoveIdentity(accessKeyID string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.identities, accessKeyID)
}

// AddRole makes a role known, in place of one with the same ARN.
func (e *Endpoint) AddRole(role Role) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.roles[role.ARN] = role
}

// identity returns whom a key belongs to in a region.
func (e *Endpoint) identity(accessKeyID, region string) (Identity, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	identity, ok := e.identities[accessKeyID]
	return identity, ok && !e.disabledRegions[region]
}

// account returns the account number inside an ARN.
func account(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return parts[4]
}
