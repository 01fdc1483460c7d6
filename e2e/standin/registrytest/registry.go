// Package registrytest is a registry in the test's own process: it keeps images in memory and lets in whom a function
// accepts, by basic authentication or by bearer tokens.
//
// Without a function it is open to everybody. It writes no log, so a credential can't end up in one.
//
// This package serves this module alone, and changes with it.
package registrytest

import (
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"

	"github.com/google/go-containerregistry/pkg/registry"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
)

// Config says how a registry behaves. Its zero value is plain HTTP and open to everybody.
type Config struct {
	// Accept tells whether a user's password is right. Nil lets everybody in without one;
	// with Bearer, everybody who asks gets a token.
	Accept func(user, password string) bool
	// Certificate makes the registry speak TLS.
	Certificate *tls.Certificate
	// Bearer makes the registry demand a token of its token service, as Docker Hub and GHCR do, in place of basic
	// authentication. The token service is part of the registry and checks with Accept.
	Bearer bool
	// Realm is the token service's URL as told to clients, when they are to reach it by another name. Its path must
	// be /token. Empty is the name by which the client asked.
	Realm string
	// TokenMember is the only member of the token service's answer that holds the token: token or access_token. Empty
	// is both.
	TokenMember string
}

// Requests counts the requests to a registry's API by what came of them.
type Requests struct {
	Refused int // with 401
	Let     int // let in, whatever the answer
}

// Registry is a running registry.
type Registry struct {
	*loopback.Server
	config Config
	images http.Handler
	grants grants

	mu       sync.Mutex
	requests Requests
}

// Start starts a registry.
func Start(config Config) (*Registry, error) {
	r := &Registry{
		config: config,
		images: registry.New(registry.Logger(log.New(io.Discard, "", 0))),
		grants: grants{scopes: map[string]string{}},
	}
	var err error
	if config.Certificate != nil {
		r.Server, err = loopback.ServeTLS(r, *config.Certificate)
	} else {
		r.Server, err = loopback.Serve(r)
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Requests returns the counts so far. What Push does isn't among them, nor are requests to the token service.
func (r *Registry) Requests() Requests {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests
}

// ServeHTTP answers the registry's API and, for the bearer flavour, the token service.
func (r *Registry) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if r.config.Bearer && req.URL.Path == tokenPath {
		r.serveToken(w, req)
		return
	}
	if !r.lets(req) {
		r.count(func(n *Requests) { n.Refused++ })
		r.refuse(w, req)
		return
	}
	r.count(func(n *Requests) { n.Let++ })
	r.images.ServeHTTP(w, req)
}

func (r *Registry) count(add func(*Requests)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	add(&r.requests)
}

func (r *Registry) lets(req *http.Request) bool {
	if r.config.Accept == nil && !r.config.Bearer {
		return true
	}
	if r.config.Bearer {
		token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer ")
		return ok && r.grants.allow(token, neededScope(req))
	}
	user, password, ok := req.BasicAuth()
	return ok && r.config.Accept(user, password)
}

func (r *Registry) refuse(w http.ResponseWriter, req *http.Request) {
	challenge := `Basic realm="registry"`
	if r.config.Bearer {
		challenge = r.bearerChallenge(req)
	}
	w.Header().Set("WWW-Authenticate", challenge)
	w.Header().Set("Docker-Distribution-API-Version", "registry/2.0")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	io.WriteString(w, unauthorized) //nolint:errcheck // the client left
}

const unauthorized = `{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`
