package doctor

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// A guard stands between a login and the network. All requests pass it: the
// ones to the registry, to its token service, and to where these redirect.
//
// It lets requests without TLS go to this machine only, where the library takes
// whole networks for private ones. It ends a login that is redirected to where
// the answer would say nothing of the registry, or the credential would go to
// another.
type guard struct {
	http.RoundTripper
	// isAnonymous lets requests be redirected to other hosts, as registries of
	// public images do (registry.k8s.io): no credential is at stake.
	isAnonymous bool
	// scheme is the only one that requests may have, empty for any: of a registry
	// that may have no TLS the library asks both at once and takes the first answer.
	scheme string
}

// only returns the guard that lets requests of one scheme pass.
func (g guard) only(scheme string) guard {
	g.scheme = scheme
	return g
}

var (
	errPlainHTTP   = errors.New("plain http is for registries on this machine")
	errOtherScheme = errors.New("not the scheme to ask by")
)

func (g guard) RoundTrip(request *http.Request) (*http.Response, error) {
	switch scheme := request.URL.Scheme; {
	case scheme == "http" && !isLoopback(request.URL.Host):
		return nil, errPlainHTTP
	case g.scheme != "" && scheme != g.scheme:
		return nil, errOtherScheme
	}
	answer, err := g.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	target := redirection(request.URL, answer)
	if target == nil {
		return answer, nil
	}
	name := target.Host
	if request.Header.Get("Authorization") != "" || request.Body != nil {
		name = "another host" // whoever has the credential may have put it there
	}
	if problem := g.problem(request.URL, target, name); problem != "" {
		_ = answer.Body.Close()
		return nil, &refusal{request.URL.Host + " redirects the login to " + problem + ", so it is not followed"}
	}
	return answer, nil
}

// A refusal says why the guard ends a login, or why no token is asked for.
type refusal struct{ problem string }

func (e *refusal) Error() string { return e.problem }

func isRefused(err error) bool {
	var refused *refusal
	return errors.As(err, &refused)
}

// redirection returns where the answer would lead an http.Client, nil if
// nowhere.
func redirection(from *url.URL, answer *http.Response) *url.URL {
	location := answer.Header.Get("Location")
	target, err := from.Parse(location)
	switch answer.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if location != "" && err == nil {
			return target
		}
	}
	return nil
}

// problem says to where a redirect would lead that is not followed, or nothing.
// name is what to call its target.
func (g guard) problem(from, to *url.URL, name string) string {
	isSame := from.Scheme == to.Scheme && hostAndPort(from) == hostAndPort(to)
	switch {
	case to.User != nil: // an http.Client would send these in place of the secret
		return "an address with a user name of its own"
	case to.Scheme != "https" && !isSame:
		return name + " without TLS"
	case isLoopback(to.Host) && !isLoopback(from.Host):
		return name + ", which is this machine"
	case !isSame && !g.isAnonymous:
		return name + ", which is not to get this credential"
	case isAPI(from.Path) && !isAPI(to.Path):
		return "a page that is not of a registry's API"
	}
	return ""
}

// isAPI reports whether a path is one of a registry's API, which may lie below
// another (https://github.com/opencontainers/distribution-spec, "Endpoints").
func isAPI(path string) bool { return strings.Contains(path+"/", "/v2/") }

func hostAndPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

// checkRealm says why a credential for a registry is not sent to the token
// service that the registry names. Only a registry that is itself asked without
// TLS may have one without.
func checkRealm(realm *url.URL, registry string, isPlain bool) error {
	switch {
	case realm.User != nil:
		return &refusal{"its address has a user name of its own, so no credential is sent"}
	case realm.Scheme == "http" && (!isPlain || !isLoopback(realm.Host)):
		return &refusal{realm.Host + " is without TLS, so no credential is sent"}
	case isLoopback(realm.Host) && !isLoopback(registry):
		return &refusal{realm.Host + " is this machine, so no credential is sent"}
	}
	return nil
}
