package exchange_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const (
	host      = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	principal = "arn:aws:iam::123456789012:user/puller"
	roleARN   = "arn:aws:iam::210987654321:role/reader"
)

// patience bounds what must end long before.
const patience = 20 * time.Second

// A world is one machine and the AWS that it asks.
type world struct {
	aws         *awsendpoint.Endpoint
	identity    awsendpoint.Identity
	environment map[string]string
	proxy       func(*http.Request) (*url.URL, error)
	now         func() time.Time
	backoff     time.Duration
	request     ecr.Request
	cache       ecr.Cache

	// ca and tlsAddress are AWS's behind a proxy: see overTLS.
	ca         *testca.CA
	tlsAddress string
}

// newWorld returns a world in which the exchange works: plain HTTP to
// loopback, a known identity, no token yet.
func newWorld(t testing.TB) *world {
	t.Helper()
	endpoint := awsendpoint.New()
	server, err := loopback.Serve(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	identity := awsendpoint.NewIdentity()
	endpoint.AddIdentity(identity)
	w := &world{
		aws:         endpoint,
		identity:    identity,
		environment: map[string]string{"AWS_ENDPOINT_URL": server.URL()},
		now:         time.Now,
		backoff:     time.Millisecond,
		cache:       ecr.Cache{Dir: t.TempDir()},
	}
	w.ask(t, host)
	return w
}

// ask sets the request for a registry, by the keys that AWS knows.
func (w *world) ask(t testing.TB, host string) {
	t.Helper()
	registry, ok := ecr.ParseRegistry(host)
	if !ok {
		t.Fatalf("%s is no registry", host)
	}
	w.request = ecr.Request{
		Registry: registry,
		Identity: ecr.Identity{
			AccessKeyID:     hidden.Of(w.identity.AccessKeyID),
			SecretAccessKey: hidden.Of(w.identity.SecretAccessKey),
			SessionToken:    hidden.Of(w.identity.SessionToken),
		},
		Endpoint: ecr.EndpointOf(registry, w.getenv),
	}
}

// set changes the environment, and the request as far as it depends on it.
func (w *world) set(name, value string) {
	w.environment = maps.Clone(w.environment)
	w.environment[name] = value
	w.request.Endpoint = ecr.EndpointOf(w.request.Registry, w.getenv)
}

func (w *world) getenv(name string) string { return w.environment[name] }

// exchanger is that of a new process.
func (w *world) exchanger() exchange.Exchanger {
	return exchange.Exchanger{Getenv: w.getenv, Now: w.now, ReadFile: os.ReadFile, Proxy: w.proxy, Backoff: w.backoff}
}

// entry returns an entry that is closed before the test's directory is
// removed: Windows removes no directory that is open.
func (w *world) entry(t *testing.T) *ecr.Entry {
	t.Helper()
	entry := w.cache.Entry(w.request)
	t.Cleanup(entry.Close)
	return entry
}

// token asks as a new process does that has some time.
func (w *world) token(t testing.TB, timeout time.Duration) (ecr.Token, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	token, err := w.exchanger().Token(ctx, w.cache.Entry(w.request))
	if err != nil {
		w.checkText(t, err)
	}
	return token, err
}

// mustGet asks for a token and checks that it is a live one of AWS.
func (w *world) mustGet(t testing.TB) ecr.Token {
	t.Helper()
	token, err := w.token(t, patience)
	if err != nil {
		t.Fatal(err)
	}
	if !w.aws.ValidToken(ecr.TokenUser, token.Password.Reveal()) {
		t.Fatal("the token is none of AWS, or dead")
	}
	return token
}

// mustFail asks for a token and returns why there is none.
func (w *world) mustFail(t testing.TB, timeout time.Duration) ecr.Failure {
	t.Helper()
	_, err := w.token(t, timeout)
	if err == nil {
		t.Fatal("a token, want a failure")
	}
	var failure *ecr.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("an error of type %T, want *ecr.Failure", err)
	}
	return *failure
}

// checkText searches an error for what must not be in one: anything secret,
// and the SDK's own words.
func (w *world) checkText(t testing.TB, err error) {
	t.Helper()
	planted := append(w.aws.Tokens(), w.identity.SecretAccessKey, w.identity.AccessKeyID,
		w.request.Identity.SecretAccessKey.Reveal(), w.request.Identity.AccessKeyID.Reveal(),
		w.request.Identity.SessionToken.Reveal(), w.request.Identity.WebIdentityToken.Reveal())
	for _, secret := range planted {
		if secret != "" && strings.Contains(err.Error(), secret) {
			t.Error("a key or token is in the error's text")
		}
	}
	for _, words := range []string{"operation error", "response error", "RequestID", "Signature=", "X-Amz-", "exceeded maximum", "identity:"} {
		if strings.Contains(err.Error(), words) {
			t.Errorf("the SDK's words %q are in the error %q", words, err)
		}
	}
}

// A clock stands still until it is moved.
type clock struct {
	mu   sync.Mutex
	time time.Time
}

func newClock() *clock { return &clock{time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time
}

func (c *clock) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.time = c.time.Add(by)
}
