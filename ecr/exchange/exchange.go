// Package exchange asks AWS for the tokens of ECR registries. It is the only
// package that knows the AWS SDK, and runs only when the cache holds no fresh
// token.
//
// A secret's own keys are all the identity there is: the client for them is
// built from values, not from the SDK's configuration, so that no ambient
// variable, profile, file or metadata service takes part or can break it.
// What says how to reach AWS is honoured: HTTPS_PROXY, AWS_CA_BUNDLE, the
// endpoint URLs, the FIPS and dual-stack switches. Only a secret without keys
// uses the SDK's default chain. Its tokens are sealed under the keys that the
// chain found; where it finds other keys in every process (web identity), the
// cache never hits, which costs a call a run but never hands one identity's
// token to another.
//
// Over all processes one exchange runs at a time for an identity; those who
// waited look into the cache again. A failure is remembered for a few seconds,
// so that many pulls with a wrong key make few calls. While AWS is out of
// reach, a token that still lives is good enough; an expired one never is.
package exchange

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const (
	// failureMemory is how long a failure answers for those who ask next.
	failureMemory = 5 * time.Second
	// outageMemory is the same while an old token serves: nobody feels it, and
	// every further try costs a pull some waiting.
	outageMemory = time.Minute
	// refreshPatience is how long AWS may take while an old token could serve.
	refreshPatience = 3 * time.Second
)

// An Exchanger asks AWS for tokens. Its fields are what it takes from the
// process, beside what the SDK's default chain reads for an ambient identity.
type Exchanger struct {
	// Getenv returns an environment variable (os.Getenv).
	Getenv func(name string) string
	// Now is the machine's clock.
	Now func() time.Time
	// ReadFile reads the file of AWS_CA_BUNDLE (os.ReadFile).
	ReadFile func(path string) ([]byte, error)
	// Proxy chooses the proxy of a request (http.ProxyFromEnvironment).
	Proxy func(*http.Request) (*url.URL, error)
}

// Token returns a token for the request, from the cache if another process
// has put a fresh one there meanwhile, else from AWS, and keeps it. It waits
// no longer than ctx. An error is an *ecr.Failure.
func (e Exchanger) Token(ctx context.Context, request ecr.Request, cache ecr.Cache) (ecr.Token, error) {
	started := e.Now()
	token, err := e.token(ctx, request, cache)
	if err == nil {
		return token, nil
	}
	var failure *ecr.Failure
	if !errors.As(err, &failure) {
		failure = classify(err)
	}
	if failure.Cause == ecr.TimedOut {
		if deadline, ok := ctx.Deadline(); ok {
			failure = &ecr.Failure{Cause: ecr.TimedOut, Detail: deadline.Sub(started).Round(10 * time.Millisecond).String()}
		}
	}
	return ecr.Token{}, failure
}

// token resolves the identity, waits for its turn and makes the call.
func (e Exchanger) token(ctx context.Context, request ecr.Request, cache ecr.Cache) (ecr.Token, error) {
	client, err := e.httpClient()
	if err != nil {
		return ecr.Token{}, err
	}
	caller := caller{getenv: e.Getenv, now: e.Now, http: client}
	if request.Identity.IsAmbient() {
		keys, err := caller.ambientKeys(ctx, request)
		if err != nil {
			return ecr.Token{}, err
		}
		request.Identity = keys
	}
	kept, found := e.keptToken(request, cache)
	if found && kept.IsFresh(e.Now()) {
		return kept, nil
	}
	if found {
		return e.refresh(ctx, caller, request, cache, kept)
	}
	return e.exchange(ctx, caller, request, cache, failureMemory)
}

// keptToken returns the cached token if it still lives.
func (e Exchanger) keptToken(request ecr.Request, cache ecr.Cache) (ecr.Token, bool) {
	kept, ok := cache.Token(request)
	return kept, ok && kept.IsValid(e.Now())
}

// refresh replaces a token that grows old. If AWS can't be asked the old one
// serves on; if AWS refuses the identity, that counts.
func (e Exchanger) refresh(ctx context.Context, caller caller, request ecr.Request, cache ecr.Cache, old ecr.Token) (ecr.Token, error) {
	ctx, cancel := context.WithTimeout(ctx, refreshPatience)
	defer cancel()
	token, err := e.exchange(ctx, caller, request, cache, outageMemory)
	if err == nil {
		return token, nil
	}
	var failure *ecr.Failure
	if errors.As(err, &failure) && failure.Cause.IsRefusal() || !old.IsValid(e.Now()) {
		return ecr.Token{}, err
	}
	return old, nil
}

// exchange makes the one call for all processes that ask for the same token.
// A failure younger than memory answers in its stead.
func (e Exchanger) exchange(ctx context.Context, caller caller, request ecr.Request, cache ecr.Cache, memory time.Duration) (ecr.Token, error) {
	release, err := lock(ctx, cache, request)
	if err != nil {
		return ecr.Token{}, classify(err)
	}
	defer release()
	if token, ok := e.keptToken(request, cache); ok && token.IsFresh(e.Now()) {
		return token, nil
	}
	if failure, ok := cache.Failure(request, e.Now(), memory); ok {
		return ecr.Token{}, &failure
	}
	token, err := caller.call(ctx, request)
	if err != nil {
		failure := classify(err)
		cache.PutFailure(request, e.Now(), *failure)
		return ecr.Token{}, failure
	}
	cache.PutToken(request, token)
	return token, nil
}
