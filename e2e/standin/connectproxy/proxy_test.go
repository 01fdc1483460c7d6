package connectproxy_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestNothingLeavesTheMachine asks for what the proxy must not serve, whatever its table says. That it leads to what it
// should, and refuses when told to, is seen by those who use it.
func TestNothingLeavesTheMachine(t *testing.T) {
	t.Parallel()
	proxy, err := connectproxy.Start(connectproxy.Table(map[string]string{"outside.example:443": "192.0.2.1:443"}))
	testenv.Must(t, err)
	t.Cleanup(func() { _ = proxy.Close() })
	proxyURL, err := url.Parse(proxy.URL())
	testenv.Must(t, err)
	client := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxyURL)}, Timeout: 10 * time.Second}
	for _, host := range []string{"unknown.example", "outside.example"} {
		response, err := client.Get("https://" + host)
		if err == nil {
			testenv.Must(t, response.Body.Close())
		}
		if err == nil || !strings.Contains(err.Error(), "Bad Gateway") {
			t.Errorf("%s: error %v, want a bad gateway", host, err)
		}
	}
	response, err := client.Get("http://outside.example")
	testenv.Must(t, err)
	testenv.Must(t, response.Body.Close())
	if response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("without a tunnel: status %d", response.StatusCode)
	}
	if diff := cmp.Diff([]string{"unknown.example:443", "outside.example:443"}, proxy.Asked()); diff != "" {
		t.Errorf("names asked for (-want +got):\n%s", diff)
	}
}
