package exchange

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// ProxyFromEnvironment returns http.ProxyFromEnvironment, but for a variable that
// holds no proxy's address: that takes it for unset, and would go around the
// proxy. The error is an *ecr.Failure.
func ProxyFromEnvironment(getenv func(string) string) func(*http.Request) (*url.URL, error) {
	return func(request *http.Request) (*url.URL, error) {
		upper := strings.ToUpper(request.URL.Scheme) + "_PROXY"
		for _, name := range []string{upper, strings.ToLower(upper)} {
			text := getenv(name)
			if text != "" && !isProxyAddress(text) && !IsLoopback(request.URL.Hostname()) {
				return nil, &ecr.Failure{Cause: ecr.ProxyUnusable, Detail: name}
			}
			if text != "" {
				break
			}
		}
		return http.ProxyFromEnvironment(request)
	}
}

// isProxyAddress reports whether text is a URL of a proxy, or one without its
// scheme.
func isProxyAddress(text string) bool {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	proxy, err := url.Parse(text)
	return err == nil && proxy.Hostname() != "" && slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme)
}

// IsLoopback reports whether a host without a port is this machine, for which no
// proxy is used.
func IsLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
