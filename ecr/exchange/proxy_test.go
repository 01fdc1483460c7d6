package exchange_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
)

// TestProxyFromEnvironment has addresses that Go takes for no proxy at all, or
// for another than was meant.
func TestProxyFromEnvironment(t *testing.T) {
	t.Parallel()
	for value, isAddress := range map[string]bool{
		"": true, "proxy.example": true, "proxy.example:3128": true, "localhost:3128": true, "[::1]:3128": true,
		"http://proxy.example:3128": true, "http://proxy.example:3128/": true, "https://user:planted@proxy.example": true,
		"socks5://proxy.example": true, "socks5h://proxy.example:1080": true,
		" http://proxy.example:3128": false, "http://proxy.example:3128 ": false, "http://proxy.example:port": false,
		"http://": false, "http://:3128": false, "://proxy.example": false, "htp://proxy.example": false, "ftp://proxy.example": false,
		"http://user:pl#nted@proxy.example:3128": false, "http://user:pl%nted@proxy.example:3128": false,
		"http://proxy.example:3128\r": false, "\"http://proxy.example:3128\"": false,
	} {
		for _, test := range []struct{ name, url string }{
			{"HTTPS_PROXY", "https://" + apiHost},
			{"https_proxy", "https://" + apiHost},
			{"HTTP_PROXY", "http://" + apiHost},
			{"http_proxy", "http://" + apiHost},
		} {
			proxy := exchange.ProxyFromEnvironment(func(name string) string { return map[string]string{test.name: value}[name] })
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, test.url, nil)
			if err != nil {
				t.Fatal(err)
			}
			var failure *ecr.Failure
			_, err = proxy(request)
			if refused := errors.As(err, &failure) && *failure == (ecr.Failure{Cause: ecr.ProxyUnusable, Detail: test.name}); refused == isAddress {
				t.Errorf("%s=%q: %v", test.name, value, err)
			}
		}
	}
}

// TestProxyOfOthers are variables that say nothing of a request.
func TestProxyOfOthers(t *testing.T) {
	t.Parallel()
	getenv := func(name string) string {
		return map[string]string{"HTTPS_PROXY": "http://", "HTTP_PROXY": "proxy", "http_proxy": "http://"}[name]
	}
	for _, url := range []string{"http://" + apiHost, "https://127.0.0.1:1", "https://localhost", "https://[::1]"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := exchange.ProxyFromEnvironment(getenv)(request); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
}
