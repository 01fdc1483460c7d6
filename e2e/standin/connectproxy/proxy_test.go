package connectproxy_test

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

const name = "registry.example"

// stage starts a TLS server called name, a proxy that leads there, and a client that uses it.
func stage(t *testing.T) (*connectproxy.Proxy, *http.Client) {
	t.Helper()
	ca, err := testca.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := ca.Issue(name)
	if err != nil {
		t.Fatal(err)
	}
	server, err := loopback.ServeTLS(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "hello from "+r.Host) //nolint:errcheck // the client would tell
	}), certificate)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	proxy, err := connectproxy.Start(connectproxy.Table(map[string]string{
		name + ":443":         server.Addr(),
		"outside.example:443": "192.0.2.1:443",
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { proxy.Close() })
	proxyURL, err := url.Parse(proxy.URL())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{
		Proxy:           http.ProxyURL(proxyURL),
		TLSClientConfig: &tls.Config{RootCAs: ca.Pool()},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return proxy, &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

func get(client *http.Client, url string) (string, error) {
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}

func TestTunnelLeadsToTheNamedServer(t *testing.T) {
	t.Parallel()
	proxy, client := stage(t)
	body, err := get(client, "https://"+name)
	if err != nil {
		t.Fatal(err)
	}
	if body != "hello from "+name {
		t.Errorf("answer %q is not the server's", body)
	}
	if diff := cmp.Diff([]string{name + ":443"}, proxy.Asked()); diff != "" {
		t.Errorf("names asked for (-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, host string
		refuse     int
		want       string
	}{
		{"unknown name", "other.example", 0, "Bad Gateway"},
		{"target that isn't loopback", "outside.example", 0, "Bad Gateway"},
		{"authentication", name, http.StatusProxyAuthRequired, "Proxy Authentication Required"},
		{"forbidden", name, http.StatusForbidden, "Forbidden"},
		{"gateway", name, http.StatusBadGateway, "Bad Gateway"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			proxy, client := stage(t)
			proxy.Refuse(test.refuse)
			_, err := get(client, "https://"+test.host)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if diff := cmp.Diff([]string{test.host + ":443"}, proxy.Asked()); diff != "" {
				t.Errorf("names asked for (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefusalEnds(t *testing.T) {
	t.Parallel()
	proxy, client := stage(t)
	proxy.Refuse(http.StatusForbidden)
	if _, err := get(client, "https://"+name); err == nil {
		t.Fatal("a refused name was served")
	}
	proxy.Refuse(0)
	if _, err := get(client, "https://"+name); err != nil {
		t.Errorf("still refused: %v", err)
	}
}

func TestOnlyConnectIsServed(t *testing.T) {
	t.Parallel()
	proxy, client := stage(t)
	response, err := client.Get("http://" + name)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusMethodNotAllowed || len(proxy.Asked()) > 0 {
		t.Errorf("status %d, names asked for %q", response.StatusCode, proxy.Asked())
	}
}

func TestCloseEndsTunnels(t *testing.T) {
	t.Parallel()
	proxy, client := stage(t)
	// The connection stays open and idle for the next request, which must then fail.
	if _, err := get(client, "https://"+name); err != nil {
		t.Fatal(err)
	}
	if err := proxy.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := get(client, "https://"+name); err == nil {
		t.Error("a tunnel outlived its proxy")
	}
}
