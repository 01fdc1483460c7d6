package registryapi

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
)

func TestRedirects(t *testing.T) {
	t.Parallel()
	const registry, token = "https://registry.example/v2/", "https://auth.example/token?service=s"
	for _, test := range []struct {
		from, to           string
		follows, anonymous bool // with a credential, and without
	}{
		{"https://registry.example/v2", "/v2/", true, true},
		{registry, "https://registry.example:443/v2/", true, true},
		{registry, "https://REGISTRY.example/artifactory/v2/", true, true},
		{registry, "//registry.example/v2/", true, true},
		{registry, "", true, true}, // nowhere
		{"http://localhost:5000/v2/", "http://localhost:5000/v2/", true, true},
		{token, "https://auth.example/oauth/token", true, true},

		{registry, "https://other.example/v2/", false, true},
		{registry, "https://sub.registry.example/v2/", false, true},
		{registry, "https://registry.example:8443/v2/", false, true},
		{registry, "https://registry.example./v2/", false, true},
		{token, "https://other.example/token", false, true},
		{"http://localhost:5000/v2/", "https://registry.example/v2/", false, true},

		{registry, "http://registry.example/v2/", false, false},
		{registry, "http://localhost:1234/v2/", false, false},
		{registry, "ftp://registry.example/v2/", false, false},
		{registry, "https://user:password@registry.example/v2/", false, false},
		{registry, "https://user@registry.example/v2/", false, false},
		{registry, "/login", false, false},
		{registry, "https://registry.example/", false, false},
		{"https://registry.example/v2/team/app/manifests/1", "/login?next=/v2/", false, false},
		{token, "http://auth.example/token", false, false},
		{"http://localhost:5000/v2/", "http://localhost:5001/v2/", false, false},
	} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			for _, isAnonymous := range []bool{false, true} {
				network := roundTripper(func(*http.Request) (*http.Response, error) {
					return &http.Response{StatusCode: status, Header: http.Header{"Location": {test.to}}, Body: http.NoBody}, nil
				})
				request := httptest.NewRequest(http.MethodGet, test.from, http.NoBody)
				answer, err := guard{RoundTripper: network, isAnonymous: isAnonymous, heard: new(heard)}.RoundTrip(request)
				if err == nil {
					_ = answer.Body.Close()
				}
				want := test.follows
				if isAnonymous {
					want = test.anonymous
				}
				if (err == nil) != want || err != nil && !isRefused(err) {
					t.Errorf("%d from %s to %q, anonymous %v: %v", status, test.from, test.to, isAnonymous, err)
				}
			}
		}
	}
}

func TestNoCredentialGoesOutWithoutTLS(t *testing.T) {
	t.Parallel()
	asked := 0
	network := roundTripper(func(*http.Request) (*http.Response, error) {
		asked++
		return nil, os.ErrDeadlineExceeded
	})
	for url, lets := range map[string]bool{
		"http://registry.example/v2/": false, "http://10.0.0.1/v2/": false,
		"http://localhost.example/v2/": false, "http://127.0.0.1.example/v2/": false,
		"http://127.0.0.1:5000/v2/": true, "http://localhost:5000/v2/": true,
		"http://[::1]:5000/v2/": true, "https://registry.example/v2/": true,
	} {
		request := httptest.NewRequest(http.MethodGet, url, nil)
		answer, err := guard{RoundTripper: network}.RoundTrip(request)
		if err == nil {
			_ = answer.Body.Close()
		}
		if refused := errors.Is(err, errPlainHTTP); refused == lets {
			t.Errorf("%s: %v", url, err)
		}
	}
	if asked != 4 {
		t.Errorf("%d requests went out", asked)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func TestRealms(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		realm   string
		isPlain bool
		want    string
	}{
		{"https://auth.example/token", false, ""},
		{"https://registry.example/token", false, ""},
		{"http://localhost:5000/token", true, ""},
		{"http://localhost:5001/token", true, ""},
		{"https://localhost:5001/token", false, ""},
		{"https://auth.example/token", true, ""},
		{"http://auth.example/token", false, "is without TLS"},
		{"https://x;$(curl)'<b>/token", false, "has no host"},
		{"/token", false, ""},
		{"http://localhost:1234/token", false, "is without TLS"},
		{"http://localhost:5000/token", false, "is without TLS"},
		{"http://auth.example/token", true, "is without TLS"},
		{"https://user:password@auth.example/token", false, "has a user name of its own"},
	} {
		realm, err := url.Parse(test.realm)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := checkRealm(realm, test.isPlain); err != nil {
			got = err.Error()
		}
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("realm %s: %q, want %q", test.realm, got, test.want)
		}
	}
}

// TestAddressesOfThisMachine dials in each form an address where a server
// listens, to which a registry elsewhere leads.
func TestAddressesOfThisMachine(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	_, port, _ := strings.Cut(server.Listener.Addr().String(), ":")
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST", "[::ffff:127.0.0.1]", "0.0.0.0"} {
		dialer := &localDialer{registry: "registry.example:443", config: server.Client().Transport.(*http.Transport).TLSClientConfig}
		connection, err := dialer.dial(deadline(t), "tcp", host+":"+port)
		if connection != nil {
			_ = connection.Close()
		}
		if !isRefused(err) {
			t.Errorf("%s: %v", host, err)
		}
	}
}
