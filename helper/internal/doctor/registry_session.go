package doctor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// maxManifest bounds what is read of a manifest, in bytes
// (https://github.com/opencontainers/distribution-spec, "Pushing Manifests").
const maxManifest = 4 << 20

// A session is a login to one registry, as docker login does it: GET /v2/,
// then what the registry's challenge asks for.
type session struct {
	registry  name.Registry
	auth      authn.Authenticator
	transport http.RoundTripper
	challenge *transport.Challenge
}

// connect asks the registry for its challenge. A registry on this machine is
// asked without TLS once it has failed with it.
func (w world) connect(ctx context.Context, host string, auth authn.Authenticator) (session, error) {
	registry, err := name.NewRegistry(host)
	if err != nil {
		return session{}, err
	}
	config := w.tlsConfig(host)
	var wantsCertificate atomic.Bool
	if config.Certificates == nil {
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			wantsCertificate.Store(true)
			return new(tls.Certificate), nil // none
		}
	}
	local := &localDialer{registry: hostAndPort(&url.URL{Scheme: "https", Host: registry.RegistryStr()}), config: config}
	guarded := guard{isAnonymous: auth == authn.Anonymous, RoundTripper: &http.Transport{
		Proxy:                  w.Proxy,
		DialTLSContext:         local.dial, // where there is no proxy
		TLSClientConfig:        config,     // where there is one
		OnProxyConnectResponse: exchange.CheckProxyAnswer,

		ForceAttemptHTTP2: true,
		DisableKeepAlives: true,
	}}
	guarded.scheme = "https"
	challenge, err := transport.Ping(ctx, registry, guarded)
	if isUnanswered(err) && isLoopback(host) && !exchange.Explain(err).Cause.IsOfCertificate() {
		guarded.scheme = "http"
		plain, plainErr := transport.Ping(ctx, registry, guarded)
		isTLS := statusOf(plainErr) == http.StatusBadRequest // as servers answer that speak TLS alone
		if plainErr == nil || statusOf(plainErr) != 0 && !isTLS || isRefused(plainErr) {
			challenge, err = plain, plainErr
		}
	}
	if err != nil && statusOf(err) == 0 && wantsCertificate.Load() {
		err = errCertificateWanted // how the connection ends is a matter of luck
	}
	guarded.scheme = ""
	return session{registry, auth, guarded, challenge}, err
}

// errCertificateWanted is why a registry ends a connection that wants to know who
// asks.
var errCertificateWanted = errors.New("a client certificate is wanted")

// asksForToken reports whether the registry sends clients to a token service.
func (s session) asksForToken() bool { return secrets.EqualFold(s.challenge.Scheme, "bearer") }

// asksForCredential reports whether the registry's challenge is one that a
// credential answers (https://distribution.github.io/distribution/spec/auth/).
func (s session) asksForCredential() bool {
	return s.asksForToken() || secrets.EqualFold(s.challenge.Scheme, "basic")
}

// get requests a path of the registry's API, with a token for the scopes if the
// registry asks for one. An answer that is not OK is a *transport.Error; an
// error of the token service is a *tokenError.
func (s session) get(ctx context.Context, path string, scopes ...string) (err error) {
	auth, token := s.auth, &transport.Token{}
	if !s.asksForCredential() {
		auth = authn.Anonymous
	}
	if s.asksForToken() {
		if token, err = s.token(ctx, scopes); err != nil {
			return err
		}
	}
	authorised, err := transport.FromToken(s.registry, auth, s.transport, s.challenge, token)
	if err != nil {
		return err
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
	if err := transport.CheckError(answer, http.StatusOK); statusOf(err) != 0 {
		return err
	} else if err != nil { // of a body that is too large, or breaks off
		return &transport.Error{StatusCode: answer.StatusCode, Request: answer.Request}
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, maxManifest))
	if err == nil && path == apiRoot && !isOfRegistry(answer.Header, content) {
		err = &refusal{s.registry.RegistryStr() + " answers with a page that is not of a registry's API"}
	}
	return err
}

// apiRoot is the path by which a registry is known
// (https://github.com/opencontainers/distribution-spec, "Determining Support").
const apiRoot = "/v2/"

// isOfRegistry reports whether an answer at apiRoot is a registry's, and not one
// of a web site or of a network's login portal: with the header of the API
// (https://distribution.github.io/distribution/spec/api/#api-version-check),
// JSON, or nothing at all.
func isOfRegistry(header http.Header, content []byte) bool {
	return header.Get("Docker-Distribution-API-Version") != "" || json.Valid(content) || len(content) == 0
}

// token gets a token of the registry's token service, which may give it in
// either of two members
// (https://distribution.github.io/distribution/spec/auth/token/).
func (s session) token(ctx context.Context, scopes []string) (*transport.Token, error) {
	realm, err := url.Parse(s.challenge.Parameters["realm"])
	if err != nil {
		return nil, &tokenError{err: err}
	}
	if err := checkRealm(realm, s.challenge.Insecure); err != nil {
		return nil, &tokenError{err: err}
	}
	token, err := transport.Exchange(ctx, s.registry, s.auth, s.transport, scopes, s.challenge)
	if err != nil {
		return nil, &tokenError{realm.Host, err}
	}
	if token.Token == "" {
		token.Token = token.AccessToken
	}
	return token, nil
}

// A tokenError is the failure of a token service.
type tokenError struct {
	service string // its host, empty if it was not asked
	err     error
}

func (e *tokenError) Error() string { return "asking the token service " + e.service }

func (e *tokenError) Unwrap() error { return e.err }

func isOfTokenService(err error) bool {
	var service *tokenError
	return errors.As(err, &service)
}

// statusOf returns the status of the answer that the error is about, 0 if
// there was none.
func statusOf(err error) int {
	var answer *transport.Error
	if errors.As(err, &answer) {
		return answer.StatusCode
	}
	return 0
}

// authenticator makes a credential what the library takes. The user name
// "<token>" marks an identity token, as it does for Docker.
func authenticator(username, password hidden.Text) authn.Authenticator {
	if username.Reveal() == "<token>" {
		return authn.FromConfig(authn.AuthConfig{IdentityToken: password.Reveal()})
	}
	return authn.FromConfig(authn.AuthConfig{Username: username.Reveal(), Password: password.Reveal()})
}
