package exchange_test

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const apiHost = "api.ecr.us-east-1.amazonaws.com"

// closedURL is one that no server answers at. The system gives nobody a port so
// low, as it may give that of a server that is gone.
const closedURL = "http://127.0.0.1:1"

// refusedWord is what the system says of a port that nobody listens at.
func refusedWord(t *testing.T) string {
	t.Helper()
	var number syscall.Errno
	_, err := net.Dial("tcp", strings.TrimPrefix(closedURL, "http://"))
	if !errors.As(err, &number) {
		t.Fatalf("connecting to a closed port: %v", err)
	}
	return number.Error()
}

func proxyAt(t *testing.T, address string) func(*http.Request) (*url.URL, error) {
	t.Helper()
	proxy, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return http.ProxyURL(proxy)
}

// overTLS makes AWS answer under its own names, behind a proxy, with
// certificates of an authority of its own.
func (w *world) overTLS(t *testing.T) *connectproxy.Proxy {
	t.Helper()
	now := time.Now()
	return w.overTLSWithin(t, now.Add(-time.Hour), now.Add(time.Hour))
}

// overTLSWithin is overTLS with a certificate that is valid for some time.
func (w *world) overTLSWithin(t *testing.T, notBefore, notAfter time.Time) *connectproxy.Proxy {
	t.Helper()
	ca, err := testca.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := ca.IssueFor(notBefore, notAfter, apiHost, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	server, err := loopback.ServeTLS(w.aws, certificate)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	w.ca, w.tlsAddress = ca, server.Addr()
	proxy, err := connectproxy.Start(func(string) string { return w.tlsAddress })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = proxy.Close() })
	w.set("AWS_ENDPOINT_URL", "")
	w.set("AWS_CA_BUNDLE", ca.Path())
	w.proxy = proxyAt(t, proxy.URL())
	return proxy
}

func TestTLS(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	proxy := w.overTLS(t)
	w.mustGet(t)
	if diff := cmp.Diff([]string{apiHost + ":443"}, proxy.Asked()); diff != "" {
		t.Errorf("tunnels (-want +got):\n%s", diff)
	}
}

// TestUnreachable provokes everything that keeps AWS from being asked.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	file := func(t *testing.T, content string) string {
		path := filepath.Join(t.TempDir(), "bundle.pem")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	refused, directory := " ("+refusedWord(t)+")", "is a directory"
	if runtime.GOOS == "windows" {
		directory = "" // it opens, and each release of Go fails to read it in words of its own
	}
	for _, test := range []struct {
		name       string
		spoil      func(*testing.T, *world)
		cause      ecr.Cause
		beginsWith string
		endsWith   string
	}{
		{"connection refused", func(t *testing.T, w *world) {
			w.set("AWS_ENDPOINT_URL", closedURL)
		}, ecr.ConnectionFailed, "127.0.0.1:", refused},
		// A name of this form is refused before any server is asked for it.
		{"name not resolved", func(_ *testing.T, w *world) {
			w.set("AWS_ENDPOINT_URL_ECR", "http://no..name")
		}, ecr.NameNotResolved, "no..name", "no..name"},
		{"no URL", func(_ *testing.T, w *world) {
			w.set("AWS_ENDPOINT_URL_ECR", "http://user:planted-password@127.0.0.1:not a port")
		}, ecr.EndpointUnusable, "", ""},
		{"plain server under https", func(_ *testing.T, w *world) {
			w.set("AWS_ENDPOINT_URL", strings.Replace(w.getenv("AWS_ENDPOINT_URL"), "http:", "https:", 1))
		}, ecr.TLSFailed, "127.0.0.1:", " (http: server gave HTTP response to HTTPS client)"},
		{"certificate expired", func(t *testing.T, w *world) {
			w.overTLSWithin(t, time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour))
		}, ecr.CertificateExpired, apiHost, apiHost},
		{"certificate not yet valid", func(t *testing.T, w *world) {
			w.overTLSWithin(t, time.Now().Add(time.Hour), time.Now().Add(2*time.Hour))
		}, ecr.CertificateEarly, apiHost, apiHost},
		{"certificate of an unknown authority", func(t *testing.T, w *world) {
			w.overTLS(t)
			w.set("AWS_CA_BUNDLE", "")
		}, ecr.Untrusted, apiHost, apiHost},
		{"certificate of another authority", func(t *testing.T, w *world) {
			w.overTLS(t)
			other, err := testca.New(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			w.set("AWS_CA_BUNDLE", other.Path())
		}, ecr.Untrusted, apiHost, apiHost},
		{"certificate of another name", func(t *testing.T, w *world) {
			w.overTLS(t)
			w.ask(t, strings.Replace(host, "us-east-1", "eu-west-1", 1))
		}, ecr.CertificateOfAnother, "api.ecr.eu-west-1.amazonaws.com", "api.ecr.eu-west-1.amazonaws.com"},
		{"bundle missing", func(t *testing.T, w *world) {
			w.set("AWS_CA_BUNDLE", filepath.Join(t.TempDir(), "none.pem"))
		}, ecr.BundleUnusable, syscall.ENOENT.Error(), ""},
		{"bundle is a directory", func(t *testing.T, w *world) {
			w.set("AWS_CA_BUNDLE", t.TempDir())
		}, ecr.BundleUnusable, directory, ""},
		{"bundle is garbage", func(t *testing.T, w *world) {
			w.set("AWS_CA_BUNDLE", file(t, "garbage"))
		}, ecr.BundleUnusable, "no PEM certificate in it", ""},
		{"bundle is a broken certificate", func(t *testing.T, w *world) {
			w.set("AWS_CA_BUNDLE", file(t, "-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n"))
		}, ecr.BundleUnusable, "no PEM certificate in it", ""},
		{"proxy forbids", func(t *testing.T, w *world) {
			proxy := w.overTLS(t)
			proxy.Refuse(http.StatusForbidden)
		}, ecr.ProxyRefused, "HTTP 403 Forbidden", ""},
		{"proxy demands a login", func(t *testing.T, w *world) {
			proxy := w.overTLS(t)
			proxy.Refuse(http.StatusProxyAuthRequired)
		}, ecr.ProxyRefused, "HTTP 407 Proxy Authentication Required", ""},
		{"proxy finds nobody", func(t *testing.T, w *world) {
			proxy := w.overTLS(t)
			proxy.Refuse(http.StatusBadGateway)
		}, ecr.ProxyRefused, "HTTP 502 Bad Gateway", ""},
		{"proxy down", func(t *testing.T, w *world) {
			w.overTLS(t)
			w.proxy = proxyAt(t, strings.Replace(closedURL, "//", "//user:planted-password@", 1))
		}, ecr.ConnectionFailed, "the proxy", refused},
		{"proxy not resolved", func(t *testing.T, w *world) {
			w.overTLS(t)
			w.proxy = proxyAt(t, "http://user:planted-password@no..proxy:3128")
		}, ecr.ConnectionFailed, "the proxy", " (its name can't be resolved)"},
		{"proxy not trusted", func(t *testing.T, w *world) {
			w.overTLS(t)
			ca, err := testca.New(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			w.proxy = proxyAt(t, tlsServer(t, ca).URL())
		}, ecr.Untrusted, "the proxy", ""},
		{"proxy without TLS", func(t *testing.T, w *world) {
			proxy := w.overTLS(t)
			w.proxy = proxyAt(t, strings.Replace(proxy.URL(), "http:", "https:", 1))
		}, ecr.TLSFailed, "the proxy (tls: first record does not look like a TLS handshake)", ""},
		{"proxy's URL unreadable", func(t *testing.T, w *world) {
			w.overTLS(t)
			unreadable := "http://user:planted-password@no port"
			w.proxy = func(*http.Request) (*url.URL, error) { return url.Parse(unreadable) }
		}, ecr.ConnectionFailed, apiHost, ""},
		{"server is a proxy of nothing", func(t *testing.T, w *world) {
			w.overTLS(t)
			w.proxy = proxyAt(t, w.silentURL(t))
		}, ecr.ConnectionFailed, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			test.spoil(t, w)
			got := w.mustFail(t, patience)
			if got.Cause != test.cause || !strings.HasPrefix(got.Detail, test.beginsWith) || !strings.HasSuffix(got.Detail, test.endsWith) {
				t.Errorf("%+v, want cause %d, %q ... %q", got, test.cause, test.beginsWith, test.endsWith)
			}
			if strings.Contains(got.Detail, "planted-password") {
				t.Error("a password of a URL is in the failure")
			}
			if n := len(w.aws.Calls()); n != 0 {
				t.Errorf("%d calls reached AWS, want 0", n)
			}
		})
	}
}

func tlsServer(t *testing.T, ca *testca.CA) *loopback.Server {
	t.Helper()
	certificate, err := ca.Issue("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	server, err := loopback.ServeTLS(http.NotFoundHandler(), certificate)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// silentURL is one of a server that closes every connection.
func (w *world) silentURL(t *testing.T) string {
	t.Helper()
	server, err := loopback.Serve(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		panic(http.ErrAbortHandler)
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server.URL()
}
