package helper

import (
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// An Answer is what a get comes to: credentials, or what AWS has to be asked to
// know them.
type Answer struct {
	// Secret is the one that answers.
	Secret             secrets.Secret
	Username, Password hidden.Text
	// Token is the one of AWS that Password is, the zero value for none.
	Token ecr.Token
	// Question is nil if the credentials are known.
	Question *Question
}

// get answers for a server as a client writes it. It fails with the protocol's
// not found if no secret names the server, or the user wants that of what fails.
func (k keychain) get(serverURL string) (Answer, error) {
	answer, err := k.answer(serverURL)
	return answer, k.settings.excuse(err)
}

func (k keychain) answer(serverURL string) (Answer, error) {
	secret, err := k.find(serverURL)
	if err != nil {
		return Answer{}, err
	}
	secret = k.workload.identify(secret)
	c, err := k.credential(secret)
	if err != nil {
		return Answer{}, err
	}
	if c.keys == nil {
		return Answer{Secret: secret, Username: c.username, Password: c.password, Token: c.token}, nil
	}
	entry := k.entry(secret, *c.keys)
	if token, ok := entry.Token(); ok && token.IsFresh(k.program.Now()) {
		entry.Close()
		k.debug("%s: cached token, good until %s", secret.Server, clock(token.Expires()))
		return Answer{Secret: secret, Username: c.username, Password: token.Password, Token: token}, nil
	}
	if _, on := k.settings.debugMode(); on {
		k.debugCache()
	}
	k.debug("no fresh token in the cache: an exchange in %s may take %s", entry.Request.Registry.Region, c.terms.timeout)
	entry.Request.Settings = k.settings.reach()
	return Answer{Question: &Question{
		Entry: entry, Patience: c.terms.timeout - k.program.elapsed(),
		keychain: k, secret: secret, terms: c.terms,
	}}, nil
}

// request returns what the keys of a secret of ECR ask for.
func (k keychain) request(secret secrets.Secret, keys ecr.Identity) ecr.Request {
	registry := registryOf(secret)
	return ecr.Request{Registry: registry, Identity: keys, Endpoint: ecr.EndpointOf(registry, k.settings.get)}
}

// entry returns what the cache keeps for the keys of a secret.
func (k keychain) entry(secret secrets.Secret, keys ecr.Identity) *ecr.Entry {
	cache := k.cache()
	k.watch.await("the token cache in " + cache.Dir)
	return cache.Entry(k.request(secret, keys))
}

// A clock is a time as the user reads it, written only if it is shown.
type clock time.Time

func (c clock) String() string { return time.Time(c).UTC().Format("2006-01-02 15:04:05 UTC") }
