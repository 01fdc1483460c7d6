package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// maxManifest bounds what is read of a manifest, in bytes
// (https://github.com/opencontainers/distribution-spec, "Pushing Manifests").
const maxManifest = 4 << 20

var (
	errPlainHTTP   = errors.New("plain http is for registries on this machine")
	errOtherScheme = errors.New("not the scheme to ask by")
)

// A session is a login to one registry, as docker login does it: GET /v2/,
// then what the registry's challenge asks for.
type session struct {
	registry  name.Registry
	auth      authn.Authenticator
	transport http.RoundTripper
	challenge *transport.Challenge
}

// startSession asks the registry for its challenge. A registry on this
// machine is asked without TLS once it has failed with it.
func (d Doctor) startSession(ctx context.Context, host string, auth authn.Authenticator) (session, error) {
	registry, err := name.NewRegistry(host)
	if err != nil {
		return session{}, err
	}
	guarded := redirectGuard{plainGuard{&http.Transport{
		Proxy:             d.Proxy,
		TLSClientConfig:   &tls.Config{RootCAs: d.rootCAs(host), MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2: true,
		DisableKeepAlives: true,
	}}, auth == authn.Anonymous}
	challenge, err := transport.Ping(ctx, registry, onlyScheme{guarded, "https"})
	if _, failure := statusOf(err); failure != nil && isLoopback(host) && !isRedirect(err) && d.Explain(err).Cause != ecr.Untrusted {
		plain, plainErr := transport.Ping(ctx, registry, onlyScheme{guarded, "http"})
		if _, failure := statusOf(plainErr); failure == nil {
			challenge, err = plain, plainErr
		}
	}
	return session{registry, auth, guarded, challenge}, err
}

// asksForToken reports whether the registry sends clients to a token service.
func (s session) asksForToken() bool { return secrets.EqualFold(s.challenge.Scheme, "bearer") }

// asksForCredential reports whether the registry's challenge is one that a
// credential answers (https://distribution.github.io/distribution/spec/auth/).
func (s session) asksForCredential() bool {
	return s.asksForToken() || secrets.EqualFold(s.challenge.Scheme, "basic")
}

// get requests a path of the registry's API and returns the status of the
// answer. Scopes are what a token must allow. An error of the token service is
// a *serviceError.
func (s session) get(ctx context.Context, path string, scopes ...string) (status int, err error) {
	auth, token := s.auth, &transport.Token{}
	if !s.asksForCredential() {
		auth = authn.Anonymous
	}
	if s.asksForToken() {
		if token, err = s.token(ctx, scopes); err != nil {
			return 0, err
		}
	}
	authorised, err := transport.FromToken(s.registry, auth, s.transport, s.challenge, token)
	if err != nil {
		return 0, err
	}
	scheme := "https"
	if s.challenge.Insecure {
		scheme = "http"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+s.registry.RegistryStr()+path, nil)
	if err != nil {
		return 0, err
	}
	for _, kind := range manifestTypes() {
		request.Header.Add("Accept", kind)
	}
	answer, err := (&http.Client{Transport: authorised}).Do(request)
	if err != nil {
		return statusOf(err)
	}
	defer func() { _ = answer.Body.Close() }()
	_, err = io.Copy(io.Discard, io.LimitReader(answer.Body, maxManifest))
	return answer.StatusCode, err
}

// token gets a token of the registry's token service, which may give it in
// either of two members
// (https://distribution.github.io/distribution/spec/auth/token/).
func (s session) token(ctx context.Context, scopes []string) (*transport.Token, error) {
	realm, err := url.Parse(s.challenge.Parameters["realm"])
	if err != nil {
		return nil, &serviceError{err: err}
	}
	if err := realmProblem(realm, s.registry.RegistryStr(), s.challenge.Insecure); err != nil {
		return nil, &serviceError{host: realm.Host, err: err}
	}
	token, err := transport.Exchange(ctx, s.registry, s.auth, s.transport, scopes, s.challenge)
	if err != nil {
		failure := &serviceError{host: realm.Host}
		failure.status, failure.err = statusOf(err)
		return nil, failure
	}
	if token.Token == "" {
		token.Token = token.AccessToken
	}
	return token, nil
}

// A serviceError is the failure of a token service: a status, or an error.
type serviceError struct {
	host   string // empty if the registry names none
	status int
	err    error
}

func (e *serviceError) Error() string { return "asking the token service " + e.host }

// isRefusal reports whether a status says that a credential is not taken.
func isRefusal(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

func manifestTypes() []string {
	return []string{
		"application/vnd.oci.image.index.v1+json",
		"application/vnd.oci.image.manifest.v1+json",
		"application/vnd.docker.distribution.manifest.list.v2+json",
		"application/vnd.docker.distribution.manifest.v2+json",
	}
}

// statusOf turns an error that is an answer's status back into it. No error
// is no status.
func statusOf(err error) (int, error) {
	var answer *transport.Error
	if errors.As(err, &answer) {
		return answer.StatusCode, nil
	}
	return 0, err
}

// authenticator makes a credential what the library takes. The user name
// "<token>" marks an identity token, as it does for Docker.
func authenticator(username, password hidden.Text) authn.Authenticator {
	if username.Reveal() == "<token>" {
		return authn.FromConfig(authn.AuthConfig{IdentityToken: password.Reveal()})
	}
	return authn.FromConfig(authn.AuthConfig{Username: username.Reveal(), Password: password.Reveal()})
}

// plainGuard lets requests without TLS go to this machine only: the library
// takes whole networks for private ones.
type plainGuard struct{ http.RoundTripper }

func (g plainGuard) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme == "http" && !isLoopback(request.URL.Host) {
		return nil, errPlainHTTP
	}
	return g.RoundTripper.RoundTrip(request)
}

// onlyScheme lets requests of one scheme pass: of a registry that may have no
// TLS the library asks both at once and takes the first answer.
type onlyScheme struct {
	http.RoundTripper
	scheme string
}

func (o onlyScheme) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme != o.scheme {
		return nil, errOtherScheme
	}
	return o.RoundTripper.RoundTrip(request)
}

// rootCAs returns the system's certificates and those that the Docker daemon
// trusts for the registry
// (https://docs.docker.com/engine/security/certificates/). Nil is the system's.
func (d Doctor) rootCAs(host string) *x509.CertPool {
	paths, err := filepath.Glob(filepath.Join(d.CertsDir, host, "*.crt"))
	if err != nil || len(paths) == 0 || d.CertsDir == "" {
		return nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	for _, path := range paths {
		if content, err := os.ReadFile(path); err == nil {
			pool.AppendCertsFromPEM(content)
		}
	}
	return pool
}
