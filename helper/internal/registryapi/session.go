// Package registryapi asks a registry's API and its token service with a
// credential, as docker login does.
//
// A credential goes to the registry that it is for, and to the token service that
// this names in turn, as it does with Docker, and without TLS to this machine only.
// A redirect takes it to no other host, and its answer counts for none. No error
// shows it.
package registryapi

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// maxManifest bounds what is read of a manifest, in bytes
// (https://github.com/opencontainers/distribution-spec, "Pushing Manifests").
const maxManifest = 4 << 20

// A Client is how Docker on this machine reaches registries.
type Client struct {
	// CertsDir is where the Docker daemon looks for certificates of
	// registries, a directory for each. Empty, there are none.
	CertsDir string
	// Proxy chooses the proxy of a request (exchange.ProxyFromEnvironment).
	Proxy func(*http.Request) (*url.URL, error)
}

// A Session is a login to one registry, as docker login does it: GET /v2/,
// then what the registry's challenge asks for.
type Session struct {
	registry  name.Registry
	auth      authn.Authenticator
	transport http.RoundTripper
	challenge *transport.Challenge
	heard     *heard
}

// Connect asks the registry at a host for its challenge. A registry on this machine is
// asked without TLS once it has failed with it.
func (c Client) Connect(ctx context.Context, host string, auth authn.Authenticator) (Session, error) {
	registry, err := name.NewRegistry(host)
	if err != nil {
		return Session{}, err
	}
	credential, err := auth.Authorization()
	if err != nil {
		return Session{}, err
	}
	heard := &heard{credential: *credential}
	config := c.tlsConfig(host)
	var wantsCertificate atomic.Bool
	if config.Certificates == nil {
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			wantsCertificate.Store(true)
			return new(tls.Certificate), nil // none
		}
	}
	local := &localDialer{registry: hostAndPort(&url.URL{Scheme: "https", Host: registry.RegistryStr()}), config: config}
	guarded := guard{isAnonymous: auth == authn.Anonymous, heard: heard, RoundTripper: &http.Transport{
		Proxy:                  c.Proxy,
		DialTLSContext:         local.dial, // where there is no proxy
		TLSClientConfig:        config,     // where there is one
		OnProxyConnectResponse: exchange.CheckProxyAnswer,

		// No HTTP/2, which a release is built without: a few requests are no slower.
		DisableKeepAlives: true,
	}}
	guarded.scheme = "https"
	challenge, err := transport.Ping(ctx, registry, guarded)
	if IsUnanswered(err) && IsLoopback(host) && !exchange.Explain(err).Cause.IsOfCertificate() {
		guarded.scheme = "http"
		plain, plainErr := transport.Ping(ctx, registry, guarded)
		isTLS := StatusOf(plainErr) == http.StatusBadRequest // as servers answer that speak TLS alone
		if plainErr == nil || StatusOf(plainErr) != 0 && !isTLS || isRefused(plainErr) {
			challenge, err = plain, plainErr
		}
	}
	if err != nil && StatusOf(err) == 0 && wantsCertificate.Load() {
		err = ErrCertificateWanted // how the connection ends is a matter of luck
	}
	guarded.scheme = ""
	return Session{registry, auth, guarded, challenge, heard}, heard.explain(err)
}

// asksForToken reports whether the registry sends clients to a token service.
func (s Session) asksForToken() bool { return ascii.EqualFold(s.challenge.Scheme, "bearer") }

// AsksForCredential reports whether the registry's challenge is one that a
// credential answers (https://distribution.github.io/distribution/spec/auth/).
func (s Session) AsksForCredential() bool {
	return s.asksForToken() || ascii.EqualFold(s.challenge.Scheme, "basic")
}

// Get requests a path of the registry's API, with a token for the scopes if the
// registry asks for one. An error of the token service is a *TokenError. Of an
// answer that is not OK StatusOf and WordsOf tell.
func (s Session) Get(ctx context.Context, path string, scopes ...string) error {
	return s.heard.explain(s.get(ctx, path, scopes))
}

func (s Session) get(ctx context.Context, path string, scopes []string) (err error) {
	auth, token := s.auth, &transport.Token{}
	if !s.AsksForCredential() {
		auth = authn.Anonymous
	}
	if s.asksForToken() {
		if token, err = s.token(ctx, scopes); err != nil {
			return err
		}
	}
	authorised, err := transport.FromToken(s.registry, auth, s.transport, s.challenge, token)
	if err != nil { // of a token service at a private address
		authorised = withToken{s.transport, s.registry.RegistryStr(), token.Token}
	}
	scheme := "https"
	if s.challenge.Insecure {
		scheme = "http"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+s.registry.RegistryStr()+path, nil)
	if err != nil {
		return err
	}
	for _, kind := range []types.MediaType{
		types.OCIImageIndex, types.OCIManifestSchema1, types.DockerManifestList, types.DockerManifestSchema2,
	} {
		request.Header.Add("Accept", string(kind))
	}
	answer, err := (&http.Client{Transport: authorised}).Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if err := transport.CheckError(answer, http.StatusOK); StatusOf(err) != 0 {
		return err
	} else if err != nil { // of a body that is too large, or breaks off
		return &transport.Error{StatusCode: answer.StatusCode, Request: answer.Request}
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, maxManifest))
	if err == nil && path == Root && !isOfRegistry(answer.Header, content) {
		err = &Refusal{s.registry.RegistryStr() + " answers with a page that is not of a registry's API"}
	}
	return err
}

// Root is the path by which a registry is known
// (https://github.com/opencontainers/distribution-spec, "Determining Support").
const Root = "/v2/"

// isOfRegistry reports whether an answer at Root is a registry's, and not one
// of a web site or of a network's login portal: with the header of the API
// (https://distribution.github.io/distribution/spec/api/#api-version-check),
// JSON, or nothing at all.
func isOfRegistry(header http.Header, content []byte) bool {
	return header.Get("Docker-Distribution-API-Version") != "" || json.Valid(content) || len(content) == 0
}

// token gets a token of the registry's token service, which may give it in
// either of two members
// (https://distribution.github.io/distribution/spec/auth/token/).
func (s Session) token(ctx context.Context, scopes []string) (*transport.Token, error) {
	realm, err := url.Parse(s.challenge.Parameters["realm"])
	if err != nil {
		return nil, &TokenError{Err: err}
	}
	if err := checkRealm(realm, s.challenge.Insecure); err != nil {
		return nil, &TokenError{Err: err}
	}
	service, err := name.NewRegistry(realm.Host)
	if err != nil {
		service = s.registry
	}
	// The library asks no service at a private address but the registry itself. Docker
	// does, and so do the registries of GitLab without a name.
	token, err := transport.Exchange(ctx, service, s.auth, s.transport, scopes, s.challenge)
	if err != nil {
		return nil, &TokenError{realm.Host, err}
	}
	if token.Token == "" {
		token.Token = token.AccessToken
	}
	return token, nil
}

// withToken sends a token to a registry, and nowhere else.
type withToken struct {
	http.RoundTripper
	host, token string
}

func (t withToken) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Host == t.host {
		request = request.Clone(request.Context())
		request.Header.Set("Authorization", "Bearer "+t.token)
	}
	return t.RoundTripper.RoundTrip(request)
}

// Authenticator makes a credential what the library takes. The user name
// "<token>" marks an identity token, as it does for Docker.
func Authenticator(username, password hidden.Text) authn.Authenticator {
	if username.Reveal() == "<token>" {
		return authn.FromConfig(authn.AuthConfig{IdentityToken: password.Reveal()})
	}
	return authn.FromConfig(authn.AuthConfig{Username: username.Reveal(), Password: password.Reveal()})
}

// IsLoopback reports whether a host, with or without port, is this machine.
func IsLoopback(host string) bool { return exchange.IsLoopback((&url.URL{Host: host}).Hostname()) }
