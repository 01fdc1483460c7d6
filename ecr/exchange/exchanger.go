package exchange

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// refreshPatience is how long AWS may take while an old token could serve.
const refreshPatience = 3 * time.Second

// An Exchanger asks AWS for tokens. Its fields are what it takes from the
// process, beside what the SDK's default chain reads for an ambient identity.
type Exchanger struct {
	// Getenv returns an environment variable (os.Getenv).
	Getenv func(name string) string
	// Now is the machine's clock.
	Now func() time.Time
	// ReadFile reads a file that AWS's settings name, without waiting for it
	// (secrets.ReadFile).
	ReadFile func(path string) ([]byte, error)
	// Proxy chooses the proxy of a request (ProxyFromEnvironment).
	Proxy func(*http.Request) (*url.URL, error)
	// Backoff is the longest wait before a further attempt where AWS names
	// none; zero is 2 seconds.
	Backoff time.Duration

	awaited *awaited
	// ambient is nil but for an ambient identity.
	ambient *chain
}

// Token asks and keeps the outcome at once, for a caller with no answer to write in
// between. An error is an *ecr.Failure.
func (e Exchanger) Token(ctx context.Context, entry *ecr.Entry) (ecr.Token, error) {
	outcome := e.Ask(ctx, entry)
	outcome.Keep()
	return outcome.Token, outcome.Err
}

// Ask gets a token for the entry's request, from the entry if another process
// has put a fresh one there meanwhile, else from AWS. It waits no longer than
// ctx, whatever a file, a child process or the SDK does.
func (e Exchanger) Ask(ctx context.Context, entry *ecr.Entry) Outcome {
	outcome, ok := Outcome{}, false
	e.awaited = new(awaited)
	ctx = httptrace.WithClientTrace(ctx, e.awaited.trace())
	if ctx.Err() == nil {
		outcome, ok = within(ctx, func() Outcome {
			return guarded(ecr.Failure{Cause: ecr.Defect}, func() Outcome { return e.token(ctx, entry) })
		}, Outcome.Keep)
	}
	if !ok {
		outcome.Err = context.DeadlineExceeded
	}
	if outcome.Err != nil {
		outcome.Err = e.explain(outcome.Err)
	}
	return outcome
}

// explain adds to the cause who was awaited, and what this machine's settings say
// of it.
func (e Exchanger) explain(err error) *ecr.Failure {
	failure := classify(err)
	if failure.Cause == ecr.TimedOut {
		failure.Detail, failure.Service = e.awaited.name(), ""
	}
	if failure.Cause == ecr.Untrusted && e.Getenv(bundleVariable) == "" && hasNoAuthorities() {
		failure.Cause = ecr.NoAuthorities
	}
	return failure
}

// token resolves the identity.
func (e Exchanger) token(ctx context.Context, entry *ecr.Entry) Outcome {
	if entry.Request.Identity.IsAmbient() {
		chain, err := e.chain(ctx, entry.Request)
		if err != nil {
			return Outcome{Err: err}
		}
		e = chain.Exchanger
		e.ambient = chain
		var request ecr.Request
		found := e.whileThrottled(ctx, entry.Nowhere(), func() Outcome {
			return guarded(unreadable(), func() (found Outcome) {
				request, found.Err = chain.rehearse(ctx)
				return found
			})
		})
		if found.Err != nil {
			return chain.whoseKeys(found)
		}
		entry.Close()
		return chain.whoseKeys(e.tokenOf(ctx, chain.steady(ctx, entry.For(request))))
	}
	// The entry is not closed: a look at a file system that hangs may go on with
	// it. Its directory is freed when nobody holds it any more.
	return e.tokenOf(ctx, entry)
}

// tokenOf looks at what is kept for an identity and asks AWS.
func (e Exchanger) tokenOf(ctx context.Context, entry *ecr.Entry) Outcome {
	if entry.Request.Identity.LacksSessionToken() {
		return Outcome{Err: &ecr.Failure{Cause: ecr.SessionTokenMissing}}
	}
	kept, isSeen := entry.Seen()
	if !isSeen {
		kept, entry = e.look(ctx, entry)
	}
	switch {
	case kept.IsFresh(e.Now()):
		return Outcome{Token: kept}
	case kept.IsValid(e.Now()):
		return e.refresh(ctx, entry, kept)
	}
	return e.exchange(ctx, entry)
}

// look returns the token that is kept, an empty one for none, and the entry to
// use from now on: one that keeps nothing, if the file system hangs.
func (e Exchanger) look(ctx context.Context, entry *ecr.Entry) (ecr.Token, *ecr.Entry) {
	e.awaited.set("the token cache")
	ctx, cancel := context.WithTimeout(ctx, untilDeadline(ctx)/4)
	defer cancel()
	kept, ok := within(ctx, func() ecr.Token {
		kept, _ := entry.Token()
		return kept
	}, func(ecr.Token) {})
	if !ok {
		return ecr.Token{}, entry.Nowhere()
	}
	return kept, entry
}

// refresh replaces a token that grows old. If AWS can't be asked, or another
// process is at it, the old one serves on; if AWS refuses the identity, that
// counts.
func (e Exchanger) refresh(ctx context.Context, entry *ecr.Entry, old ecr.Token) Outcome {
	short, cancel := context.WithTimeout(ctx, refreshPatience)
	defer cancel()
	turn := e.lock(short, entry)
	result := Outcome{Err: context.DeadlineExceeded}
	if turn.isOurs {
		result = e.exchangeLocked(short, turn.entry, true)
	}
	result = result.then(turn.release)
	var failure *ecr.Failure
	switch {
	case result.Err == nil, errors.As(result.Err, &failure) && failure.Cause.IsRefusal():
		return result
	case old.IsValid(e.Now()):
		return Outcome{Token: old, after: result.after}
	}
	result.Keep()
	return e.exchange(ctx, turn.entry)
}

// exchange makes one call for all processes that ask for the same token. Who
// waits for another process too long goes on without it: that one may have
// been stopped. One that AWS throttles has not: it notes that again and again.
func (e Exchanger) exchange(ctx context.Context, entry *ecr.Entry) Outcome {
	turn := e.lock(ctx, entry)
	for !turn.isOurs && e.isThrottled(turn.entry) && untilDeadline(ctx) > grace {
		turn = e.lock(ctx, turn.entry)
	}
	return e.exchangeLocked(ctx, turn.entry, false).then(turn.release)
}

// exchangeLocked looks again at what another process may have come to meanwhile
// before it calls AWS. Who has an old token hears of any failure, and waits for
// nothing that may pass.
func (e Exchanger) exchangeLocked(ctx context.Context, entry *ecr.Entry, hasOldToken bool) Outcome {
	client, err := e.httpClient(ctx)
	if err != nil {
		return Outcome{Err: err}
	}
	kept, entry := e.look(ctx, e.renewed(ctx, entry))
	if kept.IsFresh(e.Now()) {
		return Outcome{Token: kept}
	}
	remembered, repeat := e.refusal, e.whileThrottled
	if hasOldToken {
		remembered, repeat = e.outage, once
	}
	if failure := remembered(entry); failure != nil {
		return Outcome{Err: failure}
	}
	e.awaited.set("")
	var caller *caller
	result := repeat(ctx, entry, func() Outcome {
		return guarded(unreadable(), func() (result Outcome) {
			if caller == nil {
				var request ecr.Request
				if request, entry, result.Err = e.signed(ctx, entry); result.Err != nil {
					return result
				}
				caller = e.caller(ctx, client, request)
			}
			result.Token, result.Err = caller.call(ctx)
			return result
		})
	})
	if result.Err != nil {
		failure := classify(result.Err)
		return Outcome{Err: failure, after: func() { entry.PutFailure(e.Now(), *failure) }}
	}
	if result.Token.Lifetime > 0 {
		result.after = func() { entry.PutToken(result.Token) }
	}
	return result
}
