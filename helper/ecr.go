package helper

import (
	"context"
	"errors"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// getECR returns the token that the secret holds, or one that its keys are
// exchanged for.
func (k keychain) getECR(m match) (username, token string, err error) {
	identity, err := k.identity(m)
	if err != nil {
		return "", "", err
	}
	if isTokenUser(identity.AccessKeyID) {
		return k.pastedToken(m, identity.SecretAccessKey)
	}
	terms, err := k.settings.exchangeTerms()
	if err != nil {
		return "", "", problem(m.Server, err.Error(), "correct it, or unset it")
	}
	request := k.request(m, identity)
	cache := k.cache()
	k.watch.await("the token cache in " + cache.Dir)
	if kept, ok := cache.Token(request); ok && kept.IsFresh(k.program.Now()) {
		k.debug("%s: cached token, good until %s", m.Server, clock(kept.Expires()))
		return ecr.TokenUser, kept.Password, nil
	}
	fresh, err := k.exchange(request, cache, terms.timeout)
	var failure *ecr.Failure
	switch {
	case errors.As(err, &failure) && (terms.excuseFailure || m.registry.Public):
		return "", "", excusedFailure{m.exchangeProblem(failure)}
	case failure != nil:
		return "", "", m.exchangeProblem(failure)
	case err != nil:
		return "", "", err
	}
	return ecr.TokenUser, fresh.Password, nil
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
	if ecr.IsSecretAccessKey(token) {
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

// exchange asks AWS, within the one total deadline.
func (k keychain) exchange(request ecr.Request, cache ecr.Cache, timeout time.Duration) (ecr.Token, error) {
	if request.Identity.LacksSessionToken() {
		return ecr.Token{}, &ecr.Failure{Cause: ecr.SessionTokenMissing}
	}
	request.Settings = k.settings.reach()
	ctx, cancel := context.WithTimeout(context.Background(), timeout-k.program.elapsed())
	defer cancel()
	k.debug("no fresh token in the cache: an exchange in %s may take %s", request.Registry.Region, timeout)
	token, err := k.program.Exchange(ctx, request, cache)
	if err == nil {
		k.debug("token good until %s", clock(token.Expires()))
	}
	return token, err
}

// A clock is a time as the user reads it, written only if it is shown.
type clock time.Time

func (c clock) String() string { return time.Time(c).UTC().Format("2006-01-02 15:04:05 UTC") }
