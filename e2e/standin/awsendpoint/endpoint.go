// Package awsendpoint answers as the services of AWS do, for the calls that a credential helper makes:
// GetAuthorizationToken of ECR and of ECR Public (JSON 1.1), AssumeRole and AssumeRoleWithWebIdentity of STS (the query
// protocol), GetRoleCredentials and CreateToken of IAM Identity Center, and CreateOAuth2Token of sign-in (paths).
//
// It trusts nobody: every request's SigV4 signature, clock, scope and session token are checked, or the token that a
// service takes in their place, with its own signature. Refusals have the status, code and wording of AWS. It can be made
// slow, failing or short-lived while it runs, and it remembers who called. It holds keys and tokens in memory only and
// writes no log.
//
// This package serves this module alone, and changes with it.
package awsendpoint

import (
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	maxBody          = 1 << 20
	defaultTokenLife = 12 * time.Hour
)

// Endpoint is the http.Handler of all services: a request's target header, form or path tells them apart, so one server
// can stand behind every endpoint name. All methods may be called at any time from any goroutine.
type Endpoint struct {
	mu              sync.Mutex
	now             func() time.Time
	tokenLife       time.Duration
	identities      map[string]Identity
	roles           map[string]Role
	issuers         map[string]*TokenIssuer
	ssoSessions     []*SSOSession
	loginSessions   []*LoginSession
	disabledRegions map[string]bool
	faults          []plannedFault
	calls           []Call
	tokens          map[string]time.Time
	rate            rate
}

// New returns an endpoint that knows no identity, keeps the system's time, and gives tokens that live 12 hours.
func New() *Endpoint {
	return &Endpoint{
		now:             time.Now,
		tokenLife:       defaultTokenLife,
		identities:      map[string]Identity{},
		roles:           map[string]Role{},
		issuers:         map[string]*TokenIssuer{},
		disabledRegions: map[string]bool{},
		tokens:          map[string]time.Time{},
	}
}

// SetClock sets the endpoint's time, by which it judges signatures, session tokens and registry tokens, and which it
// shows in the Date header.
func (e *Endpoint) SetClock(now func() time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.now = now
}

// SetTokenLife sets how long registry tokens given from now on live. Zero or less gives tokens that are dead already.
func (e *Endpoint) SetTokenLife(life time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tokenLife = life
}

// DisableRegion makes region one that the account has not opted into: no key is known there.
func (e *Endpoint) DisableRegion(region string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.disabledRegions[region] = true
}

func (e *Endpoint) clock() time.Time {
	e.mu.Lock()
	now := e.now
	e.mu.Unlock()
	return now()
}

// ServeHTTP answers one call.
func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// The whole body is read first: the signature covers it, and only then does net/http notice a client that left.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return
	}
	req := parseRequest(r, body)
	e.record(req)
	fault := e.nextFault(req.operation)
	if !fault.wait(r.Context()) {
		return
	}
	if fault.Reset {
		reset(w)
		return
	}
	now := e.clock()
	ans, spoiled := fault.answer(req)
	if !spoiled {
		ans = e.answer(req, now)
	}
	ans.padding, ans.truncate = fault.Padding, fault.Truncate
	ans.write(w, now)
}

func (e *Endpoint) answer(req request, now time.Time) answer {
	switch req.operation {
	case AssumeRoleWithWebIdentity:
		return e.assumeRoleWithWebIdentity(req, now)
	case GetRoleCredentials:
		return e.roleCredentials(req, now)
	case CreateToken:
		return e.createToken(req, now)
	case CreateOAuth2Token:
		return e.createOAuth2Token(req, now)
	}
	return e.answerSigned(req, now)
}

// answerSigned answers what only a signed request may ask for.
func (e *Endpoint) answerSigned(req request, now time.Time) answer {
	identity, refused := e.authenticate(req, now)
	if refused == nil && identity.Denied {
		refused = accessDenied(identity, req)
	}
	if refused != nil {
		return refused.answer(req)
	}
	switch req.operation {
	case GetAuthorizationToken:
		if !e.allows() {
			return throttled().answer(req)
		}
		return e.authorizationToken(req, identity, now)
	case GetPublicAuthorizationToken:
		return e.publicAuthorizationToken(now)
	case AssumeRole:
		return e.assumeRole(req, identity, now)
	}
	return unknownOperation().answer(req)
}
