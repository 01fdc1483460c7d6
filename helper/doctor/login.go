package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// maxManifest bounds what is read of a manifest, in bytes
// (https://github.com/opencontainers/distribution-spec, "Pushing Manifests").
const maxManifest = 4 << 20

var errPlainHTTP = errors.New("plain http is for registries on this machine")

// A session is a login to one registry, as docker login does it: GET /v2/,
// then what the registry's challenge asks for.
type session struct {
	registry  name.Registry
	auth      authn.Authenticator
	transport http.RoundTripper
	challenge *transport.Challenge
}

// startSession asks the registry for its challenge. With plain it may be one
// without TLS.
func (d Doctor) startSession(ctx context.Context, host string, auth authn.Authenticator, plain bool) (session, error) {
	var options []name.Option
	if plain {
		options = append(options, name.Insecure)
	}
	registry, err := name.NewRegistry(host, options...)
	if err != nil {
		return session{}, err
	}
	base := &http.Transport{
		Proxy:             d.Proxy,
		TLSClientConfig:   &tls.Config{RootCAs: d.rootCAs(host), MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2: true,
		DisableKeepAlives: true,
	}
	guarded := plainGuard{base, plain}
	challenge, err := transport.Ping(ctx, registry, guarded)
	return session{registry, auth, guarded, challenge}, err
}

// isOpen reports whether the registry asks for no credential.
func (s session) isOpen() bool { return s.challenge.Scheme == "" }

// get requests a path of the registry's API and returns the status of the
// answer. Scopes are what a token must allow.
func (s session) get(ctx context.Context, path string, scopes ...string) (status int, err error) {
	var token *transport.Token
	if strings.EqualFold(s.challenge.Scheme, "bearer") {
		if token, err = transport.Exchange(ctx, s.registry, s.auth, s.transport, scopes, s.challenge); err != nil {
			return statusOf(err)
		}
	}
	authorised, err := transport.FromToken(s.registry, s.auth, s.transport, s.challenge, orEmpty(token))
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

func orEmpty(token *transport.Token) *transport.Token {
	if token == nil {
		return &transport.Token{}
	}
	return token
}

// authenticator makes a credential what the library takes. The user name
// "<token>" marks an identity token, as it does for Docker.
func authenticator(username, password string) authn.Authenticator {
	if username == "<token>" {
		return authn.FromConfig(authn.AuthConfig{IdentityToken: password})
	}
	return authn.FromConfig(authn.AuthConfig{Username: username, Password: password})
}

// plainGuard lets requests without TLS go to this machine only, unless they
// are allowed everywhere: the library takes whole networks for private ones.
type plainGuard struct {
	http.RoundTripper
	allowed bool
}

func (g plainGuard) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme == "http" && !g.allowed && !isLoopback(request.URL.Host) {
		return nil, errPlainHTTP
	}
	return g.RoundTripper.RoundTrip(request)
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
