package helper

import (
	"context"
	"errors"
	"strings"
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
	request := k.request(m, identity)
	cache := k.cache()
	if kept, ok := cache.Token(request); ok && kept.IsFresh(k.program.Now()) {
		k.debug("%s: cached token, good until %s", m.Server, clock(kept.Expires()))
		return ecr.TokenUser, kept.Password, nil
	}
	fresh, err := k.exchange(m, request, cache)
	if err != nil {
		return "", "", err
	}
	return ecr.TokenUser, fresh.Password, nil
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
		var err error
		if *part.to, err = k.value(m, part.field); err != nil {
			return ecr.Identity{}, err
		}
	}
	return identity, nil
}

func isTokenUser(username string) bool { return strings.EqualFold(username, ecr.TokenUser) }

// pastedToken passes on a token that the user got from AWS, unless its time
// is over.
func (k keychain) pastedToken(m match, token string) (username, password string, err error) {
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
func (k keychain) exchange(m match, request ecr.Request, cache ecr.Cache) (ecr.Token, error) {
	if request.Identity.LacksSessionToken() {
		return ecr.Token{}, m.exchangeProblem(&ecr.Failure{Cause: ecr.SessionTokenMissing})
	}
	timeout, err := k.settings.timeout()
	if err != nil {
		return ecr.Token{}, err
	}
	notFoundOnFailure, err := k.settings.notFoundOnFailure()
	if err != nil {
		return ecr.Token{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	k.debug("%s: no fresh token in the cache, asking AWS in %s for at most %s", m.Server, request.Registry.Region, timeout)
	token, err := k.program.Exchange(ctx, request, cache)
	if err == nil {
		k.debug("%s: token from AWS, good until %s", m.Server, clock(token.Expires()))
		return token, nil
	}
	var failure *ecr.Failure
	if !errors.As(err, &failure) {
		return ecr.Token{}, err
	}
	line := m.exchangeProblem(failure)
	if notFoundOnFailure || request.Registry.Public {
		k.program.note(line.Error())
		return ecr.Token{}, errNotFound
	}
	return ecr.Token{}, line
}

// A clock is a time as the user reads it, written only if it is shown.
type clock time.Time

func (c clock) String() string { return time.Time(c).UTC().Format("2006-01-02 15:04:05 UTC") }
