package helper

import (
	"errors"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// getECR returns the token that the secret holds, or one that its keys were
// exchanged for, or else what to ask AWS.
func (k keychain) getECR(m match) (username, token string, question *Question, err error) {
	identity, err := k.identity(m)
	if err != nil {
		return "", "", nil, err
	}
	if isTokenUser(identity.AccessKeyID) {
		username, token, err = k.pastedToken(m, identity.SecretAccessKey)
		return username, token, nil, err
	}
	terms, err := k.settings.exchangeTerms()
	if err != nil {
		return "", "", nil, problem(m.Server, err.Error(), "correct it, or unset it")
	}
	cache := k.cache()
	question = &Question{
		Entry:    cache.Entry(k.request(m, identity)),
		keychain: k, match: m, terms: terms,
	}
	if identity.LacksSessionToken() {
		username, token, err = question.Answer(ecr.Token{}, &ecr.Failure{Cause: ecr.SessionTokenMissing})
		return username, token, nil, err
	}
	if cache.Dir != "" {
		k.watch.await("the token cache in " + cache.Dir)
	}
	if kept, ok := question.Entry.Token(); ok && kept.IsFresh(k.program.Now()) {
		question.Entry.Close()
		k.debug("%s: cached token, good until %s", m.Server, clock(kept.Expires()))
		return ecr.TokenUser, kept.Password, nil, nil
	}
	k.debug("no fresh token in the cache: an exchange in %s may take %s", m.registry.Region, terms.timeout)
	question.Entry.Request.Settings = k.settings.reach()
	question.Patience = terms.timeout - k.program.elapsed()
	return "", "", question, nil
}

// An excusedFailure answers not found, so that clients go on anonymously; a
// note tells of the failure.
type excusedFailure struct{ error }

func (excusedFailure) Unwrap() error { return errNotFound }

func isExcused(err error) bool {
	var excused excusedFailure
	return errors.As(err, &excused)
}

// identity reads the keys of the secret; for one of user AWS these are the
// user name and the token.
func (k keychain) identity(m match) (ecr.Identity, error) {
	var identity ecr.Identity
	for _, part := range []struct {
		field secrets.Field
		to    *string
	}{
		{secrets.User, &identity.AccessKeyID},
		{secrets.Password, &identity.SecretAccessKey},
		{secrets.SessionToken, &identity.SessionToken},
		{secrets.RoleARN, &identity.RoleARN},
		{secrets.ExternalID, &identity.ExternalID},
	} {
		value, err := k.value(m, part.field)
		if err != nil {
			return ecr.Identity{}, err
		}
		*part.to = ecr.TrimKey(value)
	}
	return identity, k.checkKeys(m, identity)
}

func isTokenUser(username string) bool { return secrets.EqualFold(username, ecr.TokenUser) }

// pastedToken passes on a token that the user got from AWS, unless its time
// is over.
func (k keychain) pastedToken(m match, token string) (username, password string, err error) {
	if ecr.IsSecretAccessKey(token) || ecr.HoldsSecretAccessKey(token) {
		return "", "", problem(m.Server, m.Variable(secrets.Password)+" is a secret access key, but "+m.Variable(secrets.User)+" is "+ecr.TokenUser,
			"set "+m.Variable(secrets.User)+" to the access key ID")
	}
	expires, known := ecr.PastedExpiry(token)
	switch {
	case !known:
		k.debug("%s: token of user %s, expiry not readable", m.Server, ecr.TokenUser)
	case !k.program.Now().Before(expires):
		return "", "", problem(m.Server, "the token in "+m.Variable(secrets.Password)+" expired at "+clock(expires).String(),
			"set a new one, or set an AWS access key, which is exchanged for a token when needed")
	default:
		k.debug("%s: token of user %s, good until %s", m.Server, ecr.TokenUser, clock(expires))
	}
	return ecr.TokenUser, token, nil
}

func (k keychain) request(m match, identity ecr.Identity) ecr.Request {
	return ecr.Request{
		Registry: m.registry,
		Identity: identity,
		Endpoint: ecr.EndpointOf(m.registry, k.settings.get),
	}
}

func (k keychain) cache() ecr.Cache {
	dir := k.settings.cacheDir(k.program.UserCacheDir)
	if dir == "" {
		k.debug("no token cache: %s is off or relative, or there is no home directory", cacheVariable)
	}
	return ecr.Cache{Dir: dir}
}

// A clock is a time as the user reads it, written only if it is shown.
type clock time.Time

func (c clock) String() string { return time.Time(c).UTC().Format("2006-01-02 15:04:05 UTC") }
