package registrytest

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	tokenPath = "/token"
	tokenLife = 5 * time.Minute
)

// grants holds which scopes each token stands for. Tokens end with the registry.
type grants struct {
	mu     sync.Mutex
	scopes map[string]string // by token, separated by spaces
}

func (g *grants) issue(scopes []string) string {
	token := rand.Text()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.scopes[token] = strings.Join(scopes, " ")
	return token
}

func (g *grants) allow(token, needed string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	scopes, issued := g.scopes[token]
	return issued && covers(scopes, needed)
}

// covers tells whether one of the granted scopes has the needed one's type and name, and all of its actions.
func covers(granted, needed string) bool {
	if needed == "" {
		return true
	}
	resource, actions := cutScope(needed)
	for _, scope := range strings.Fields(granted) {
		grantedResource, grantedActions := cutScope(scope)
		if grantedResource == resource && containsAll(grantedActions, actions) {
			return true
		}
	}
	return false
}

func cutScope(scope string) (resource, actions string) {
	i := strings.LastIndexByte(scope, ':')
	if i < 0 {
		return scope, ""
	}
	return scope[:i], scope[i+1:]
}

func containsAll(granted, needed string) bool {
	for _, action := range strings.Split(needed, ",") {
		if !strings.Contains(","+granted+",", ","+action+",") {
			return false
		}
	}
	return true
}

// neededScope returns what a token must allow for a request, empty for one that names no repository:
// https://distribution.github.io/distribution/spec/auth/scope/
func neededScope(req *http.Request) string {
	path := strings.TrimPrefix(req.URL.Path, "/v2/")
	for _, kind := range []string{"/manifests/", "/blobs/", "/tags/", "/referrers/"} {
		i := strings.LastIndex(path, kind)
		if i <= 0 {
			continue
		}
		actions := "pull"
		if req.Method != http.MethodGet && req.Method != http.MethodHead {
			actions = "pull,push"
		}
		return "repository:" + path[:i] + ":" + actions
	}
	return ""
}

func (r *Registry) bearerChallenge(req *http.Request) string {
	challenge := fmt.Sprintf("Bearer realm=%q,service=%q", r.realm(req), req.Host)
	if scope := neededScope(req); scope != "" {
		challenge += fmt.Sprintf(",scope=%q", scope)
	}
	return challenge
}

func (r *Registry) realm(req *http.Request) string {
	if r.config.Realm != "" {
		return r.config.Realm
	}
	scheme := "http"
	if req.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + req.Host + tokenPath
}

// serveToken answers both ways to ask: GET with basic authentication, and OAuth 2's POST with a password grant:
// https://distribution.github.io/distribution/spec/auth/
func (r *Registry) serveToken(w http.ResponseWriter, req *http.Request) {
	if err := req.ParseForm(); err != nil {
		http.Error(w, "reading the form", http.StatusBadRequest)
		return
	}
	user, password, ok := req.BasicAuth()
	if req.Method == http.MethodPost {
		user, password = req.PostFormValue("username"), req.PostFormValue("password")
		ok = req.PostFormValue("grant_type") == "password"
	}
	w.Header().Set("Content-Type", "application/json")
	if r.config.Accept != nil && (!ok || !r.config.Accept(user, password)) {
		w.Header().Set("WWW-Authenticate", `Basic realm="token service"`)
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, unauthorized) //nolint:errcheck // the client left
		return
	}
	token := r.grants.issue(req.Form["scope"])
	answer := map[string]any{
		"expires_in": int(tokenLife.Seconds()),
		"issued_at":  time.Now().UTC().Format(time.RFC3339),
	}
	for _, member := range []string{"token", "access_token"} {
		if r.config.TokenMember == "" || r.config.TokenMember == member {
			answer[member] = token
		}
	}
	if req.FormValue("offline_token") == "true" || req.PostFormValue("access_type") == "offline" {
		answer["refresh_token"] = rand.Text() // which nothing here takes
	}
	json.NewEncoder(w).Encode(answer) //nolint:errcheck // the client left
}
