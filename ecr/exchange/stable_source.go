package exchange

import (
	"context"
	"encoding/binary"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// Keys that AWS gives anew to every process open no cache. What they are given for
// stays the same, and is seen where the chain asks for them: a web identity token,
// the token of a session, the keys that assume a role. A rehearsal stops there, so
// that a token of the cache costs no call at all.

// A witness sees what a chain asks AWS for keys with.
type witness struct {
	// isRehearsal has whoever would ask AWS give stand-ins for its keys instead.
	isRehearsal bool

	secret string
	terms  []byte
	// lasting stays the same while the secret is renewed; empty for a secret that is
	// not.
	lasting string
	// process are the keys that a credential_process gave, command is its line.
	process aws.Credentials
	command string
}

// begin forgets what was seen, but for a process, which runs once.
func (w *witness) begin(isRehearsal bool) {
	*w = witness{isRehearsal: isRehearsal, process: w.process, command: w.command}
}

// saw notes what decides whose keys AWS gives.
func (w *witness) saw(terms ...string) {
	for _, term := range terms {
		w.terms = binary.AppendUvarint(w.terms, uint64(len(term)))
		w.terms = append(w.terms, term...)
	}
}

// sawToken is saw for keys that are given for a token.
func (w *witness) sawToken(token string, terms ...string) {
	w.secret = token
	w.saw(terms...)
}

// sawRole is saw for keys that are given for others. Those that come from AWS
// themselves were seen already.
func (w *witness) sawRole(keys aws.Credentials, input *sts.AssumeRoleInput) {
	if w.secret == "" {
		w.secret = keys.SecretAccessKey
		w.saw(keys.AccessKeyID, keys.SessionToken)
	}
	w.saw("role", aws.ToString(input.RoleArn), aws.ToString(input.RoleSessionName), aws.ToString(input.ExternalId),
		strconv.Itoa(int(aws.ToInt32(input.DurationSeconds))))
}

// source is all that was seen.
func (w *witness) source() ecr.Source {
	return ecr.Source{Secret: hidden.Of(w.secret), Terms: hidden.Of(string(w.terms))}
}

// The stand-ins for keys. They have expired, so that none is kept for the keys
// themselves.
const standIn = "rehearsal"

func standInKeys() aws.Credentials {
	return aws.Credentials{
		AccessKeyID: standIn, SecretAccessKey: standIn, SessionToken: standIn, CanExpire: true, Expires: time.Unix(0, 0),
	}
}

func standInCredentials() *types.Credentials {
	return &types.Credentials{
		AccessKeyId: aws.String(standIn), SecretAccessKey: aws.String(standIn), SessionToken: aws.String(standIn),
		Expiration: aws.Time(time.Unix(0, 0)),
	}
}

// rehearse returns the request as the cache knows it: by the keys that the chain
// finds on this machine, or by what AWS gives keys for.
func (c *chain) rehearse(ctx context.Context) (request ecr.Request, err error) {
	c.witness.begin(true)
	keys, err := c.retrieve(ctx)
	if err != nil {
		return c.request, err
	}
	request = c.request
	switch {
	case c.witness.secret != "":
		request.Source = c.witness.source()
	case keys.AccessKeyID == standIn: // for what no token can be kept under
		err = &ecr.Failure{Cause: ecr.Defect}
	default:
		request.Identity, err = c.withKeys(keys)
	}
	return request, err
}

// sign returns the request with the keys to sign it by, and the source that they
// came from, which may have been renewed on the way.
func (c *chain) sign(ctx context.Context) (ecr.Request, error) {
	if isRepeated := !c.witness.isRehearsal; isRepeated && sourceOf(&c.profile, c.Getenv) != fromProcess {
		// What keeps keys from the last time would not be seen to ask for them.
		if err := c.build(ctx); err != nil {
			return c.request, err
		}
	}
	c.witness.begin(false)
	keys, err := c.retrieve(ctx)
	if err != nil {
		return c.request, err
	}
	request := c.request
	request.Source = c.witness.source()
	request.Identity, err = c.withKeys(keys)
	return request, err
}

// lockEntry returns the entry whose file is locked for another. A session's token is
// renewed while the lock is held, and must not lead to another lock.
func (e Exchanger) lockEntry(entry *ecr.Entry) *ecr.Entry {
	if e.ambient == nil || e.ambient.witness.lasting == "" {
		return entry
	}
	request := entry.Request
	request.Source.Secret = hidden.Of(e.ambient.witness.lasting)
	return entry.For(request)
}

// renewed returns the entry of what AWS gives keys for now. Who waited for a lock may
// find a session's token exchanged by another process.
func (e Exchanger) renewed(ctx context.Context, entry *ecr.Entry) *ecr.Entry {
	if entry.Request.Source.IsEmpty() {
		return entry
	}
	request, err := e.ambient.rehearse(ctx)
	if err != nil || request.Source.Equal(entry.Request.Source) {
		return entry
	}
	return entry.For(request)
}

// signed returns the entry's request with the keys that sign it, and the entry to
// keep its outcome in.
func (e Exchanger) signed(ctx context.Context, entry *ecr.Entry) (ecr.Request, *ecr.Entry, error) {
	if entry.Request.Source.IsEmpty() {
		return entry.Request, entry, nil
	}
	request, err := e.ambient.sign(ctx)
	if err != nil || request.Source.Equal(entry.Request.Source) {
		return request, entry, err
	}
	if request.Source.IsEmpty() {
		return request, entry.Nowhere(), nil
	}
	kept := entry.Request
	kept.Source = request.Source
	return request, entry.For(kept), nil
}
