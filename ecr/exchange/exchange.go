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
//
// This machine's clock may be wrong. How long a token lives is told by the
// clock of AWS, and it is kept no longer than either clock allows. So a clock
// that was wrong can be put right, and one that jumps costs a call. What no
// process can notice is a clock that is set back while a token is kept, to a
// time after it came: a dead token may then look alive, for as long as the
// clock was set back.
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
	// ReadFile reads the file of AWS_CA_BUNDLE, without waiting for it
	// (secrets.ReadFile).
	ReadFile func(path string) ([]byte, error)
	// Proxy chooses the proxy of a request (http.ProxyFromEnvironment).
	Proxy func(*http.Request) (*url.URL, error)
}

// Token returns a token for the request, from the cache if another process
// has put a fresh one there meanwhile, else from AWS, and keeps it. It waits
// no longer than ctx. An error is an *ecr.Failure.
func (e Exchanger) Token(ctx context.Context, request ecr.Request, cache ecr.Cache) (ecr.Token, error) {
	patience := untilDeadline(ctx)
	token, err := e.token(ctx, request, cache)
	if err != nil {
		return ecr.Token{}, explain(err, patience)
	}
	return token, nil
}

// explain classifies what ended an exchange that had so much time.
func explain(err error, patience time.Duration) *ecr.Failure {
	failure := classify(err)
	if failure.Cause == ecr.TimedOut && failure.Detail == "" {
		failure.Detail = patience.Round(10 * time.Millisecond).String()
	}
	return failure
}

// untilDeadline is the time that ctx gives, by the running process's clock.
func untilDeadline(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return 0
	}
	return time.Until(deadline)
}

// token resolves the identity, waits for its turn and makes the call.
func (e Exchanger) token(ctx context.Context, request ecr.Request, cache ecr.Cache) (ecr.Token, error) {
	if request.Identity.IsAmbient() {
		// The SDK reads the bundle too, but doesn't say what is wrong with it.
		if _, err := e.rootCAs(); err != nil {
			return ecr.Token{}, err
		}
		keys, err := ambientKeys(ctx, request)
		if err != nil {
			return ecr.Token{}, err
		}
		request.Identity = keys
	}
	if request.Identity.LacksSessionToken() {
		return ecr.Token{}, &ecr.Failure{Cause: ecr.SessionTokenMissing}
	}
	kept, found := e.keptToken(request, cache)
	if found && kept.IsFresh(e.Now()) {
		return kept, nil
	}
	if found {
		return e.refresh(ctx, request, cache, kept)
	}
	return e.exchange(ctx, request, cache, failureMemory)
}

// keptToken returns the cached token if it still lives.
func (e Exchanger) keptToken(request ecr.Request, cache ecr.Cache) (ecr.Token, bool) {
	kept, ok := cache.Token(request)
	return kept, ok && kept.IsValid(e.Now())
}

// refresh replaces a token that grows old. If AWS can't be asked the old one
// serves on; if AWS refuses the identity, that counts.
func (e Exchanger) refresh(ctx context.Context, request ecr.Request, cache ecr.Cache, old ecr.Token) (ecr.Token, error) {
	ctx, cancel := context.WithTimeout(ctx, refreshPatience)
	defer cancel()
	token, err := e.exchange(ctx, request, cache, outageMemory)
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
// A failure younger than memory answers in its stead, a refusal only while it
// is younger than failureMemory, since somebody is waiting for its end.
func (e Exchanger) exchange(ctx context.Context, request ecr.Request, cache ecr.Cache, memory time.Duration) (ecr.Token, error) {
	patience := untilDeadline(ctx)
	client, err := e.httpClient()
	if err != nil {
		return ecr.Token{}, err
	}
	release, err := lock(ctx, cache, request, e.Now())
	if err != nil {
		return ecr.Token{}, explain(err, patience)
	}
	defer release()
	if token, ok := e.keptToken(request, cache); ok && token.IsFresh(e.Now()) {
		return token, nil
	}
	if failure, ok := e.keptFailure(request, cache, memory); ok {
		return ecr.Token{}, &failure
	}
	token, err := caller{getenv: e.Getenv, now: e.Now, http: client}.call(ctx, request)
	if err != nil {
		failure := explain(err, patience)
		cache.PutFailure(request, e.Now(), *failure)
		return ecr.Token{}, failure
	}
	cache.PutToken(request, token)
	return token, nil
}

func (e Exchanger) keptFailure(request ecr.Request, cache ecr.Cache, memory time.Duration) (ecr.Failure, bool) {
	failure, ok := cache.Failure(request, e.Now(), memory)
	if ok && failure.Cause.IsRefusal() {
		return cache.Failure(request, e.Now(), min(memory, failureMemory))
	}
	return failure, ok
}
