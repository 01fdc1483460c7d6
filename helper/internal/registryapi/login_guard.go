package registryapi

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A guard stands between a login and the network. All requests pass it: the
// ones to the registry, to its token service, and to where these redirect.
// A localDialer stands behind it.
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
	heard  *heard
}

var (
	errPlainHTTP   = errors.New("plain http is for registries on this machine")
	errOtherScheme = errors.New("not the scheme to ask by")
)

func (g guard) RoundTrip(request *http.Request) (*http.Response, error) {
	switch scheme := request.URL.Scheme; {
	case scheme == "http" && !IsLoopback(request.URL.Host):
		return nil, errPlainHTTP
	case g.scheme != "" && scheme != g.scheme:
		return nil, errOtherScheme
	}
	answer, err := g.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= http.StatusBadRequest {
		g.heard.listen(answer, request.Header.Get("Authorization"))
	}
	location := answer.Header.Get("Location")
	target, err := request.URL.Parse(location)
	if answer.StatusCode/100 != 3 || location == "" || err != nil {
		return answer, nil
	}
	problem := g.problem(request.URL, target)
	if redirects(request) == maxRedirects {
		problem = "one address after another"
	}
	if problem != "" {
		_ = answer.Body.Close()
		return nil, &Refusal{request.URL.Host + " redirects the login to " + problem + ", so it is not followed"}
	}
	return answer, nil
}

// maxRedirects is one less than an http.Client follows, whose own error would
// name no host.
const maxRedirects = 9

// redirects returns how many redirects led to the request.
func redirects(request *http.Request) (n int) {
	for ; request.Response != nil; n++ {
		request = request.Response.Request
	}
	return n
}

// problem says to where a redirect would lead that is not followed, or nothing. It
// does not name the target: whoever gave that may have put the credential there, or
// what a reader is to paste.
func (g guard) problem(from, to *url.URL) string {
	isSame := from.Scheme == to.Scheme && hostAndPort(from) == hostAndPort(to)
	switch {
	case to.User != nil: // an http.Client would send these in place of the secret
		return "an address with a user name of its own"
	case to.Scheme != "https" && !isSame:
		return "an address without TLS"
	case !isSame && !g.isAnonymous:
		return "another host, which is not to get this credential"
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
func checkRealm(realm *url.URL, isPlain bool) error {
	_, isHost := secrets.ParseServer(realm.Host)
	switch {
	case !isHost && realm.Host != "": // which would be shown
		return &Refusal{"its address has no host, so no credential is sent"}
	case realm.User != nil:
		return &Refusal{"its address has a user name of its own, so no credential is sent"}
	case realm.Scheme == "http" && (!isPlain || !IsLoopback(realm.Host)):
		return &Refusal{"its address is without TLS, so no credential is sent"}
	}
	return nil
}

// A localDialer connects by TLS to the hosts of one login. A registry of this
// machine alone may lead to another host that is this machine. What counts is
// the address, whatever name leads to it. (Through a proxy nothing leads here:
// its side of the network is its owner's to guard.)
type localDialer struct {
	registry string // host and port
	config   *tls.Config
	isLocal  atomic.Bool // the registry is on this machine
}

func (d *localDialer) dial(ctx context.Context, network, name string) (net.Conn, error) {
	judge := func(_, address string, _ syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		isLocal := err == nil && (target.Addr().Unmap().IsLoopback() || target.Addr().IsUnspecified())
		switch {
		case name == d.registry:
			d.isLocal.Store(isLocal)
		case isLocal && !d.isLocal.Load():
			return &Refusal{"the registry leads to this machine, so no credential is sent"}
		}
		return nil
	}
	return (&tls.Dialer{NetDialer: &net.Dialer{Control: judge}, Config: d.config}).DialContext(ctx, network, name)
}
