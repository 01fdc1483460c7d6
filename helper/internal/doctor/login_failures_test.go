package doctor

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestUnreachable words each way in which a registry gives no answer: who is
// to blame, and what to look at.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	const host = "registry.example"
	certificates := filepath.Join("/etc/docker/certs.d", host)
	authority := "put the authority's certificate into " + filepath.Join(certificates, "ca.crt") + " for Docker, or into SSL_CERT_FILE"
	for name, test := range map[string]struct {
		failure ecr.Failure
		want    [2]string
	}{
		"no name":       {ecr.Failure{Cause: ecr.NameNotResolved, Detail: host}, [2]string{"the name " + host + " can't be resolved", "check the name of the registry, and the network"}},
		"no connection": {ecr.Failure{Cause: ecr.ConnectionFailed, Detail: host + " (connection refused)"}, [2]string{"no connection to " + host + " (connection refused)", "check the name and port of the registry, the network, and HTTPS_PROXY"}},
		"no trust":      {ecr.Failure{Cause: ecr.Untrusted, Detail: host}, [2]string{"the TLS certificate of " + host + " is not trusted", authority}},
		"expired":       {ecr.Failure{Cause: ecr.CertificateExpired, Detail: host}, [2]string{"the TLS certificate of " + host + " has expired", "ask who runs the registry, and check this machine's clock and HTTPS_PROXY"}},
		"no TLS":        {ecr.Failure{Cause: ecr.TLSFailed, Detail: host + " (tls: x)"}, [2]string{"no TLS connection to " + host + " (tls: x)", "check the name of the registry, and HTTPS_PROXY"}},
		"no proxy":      {ecr.Failure{Cause: ecr.ProxyUnusable, Detail: "HTTPS_PROXY"}, [2]string{"HTTPS_PROXY is not the address of a proxy", "check HTTPS_PROXY and NO_PROXY"}},
		"proxy":         {ecr.Failure{Cause: ecr.ProxyRefused, Detail: "HTTP 403 Forbidden"}, [2]string{"the proxy refused the connection (HTTP 403 Forbidden)", "check HTTPS_PROXY and NO_PROXY"}},
		"a dead proxy":  {ecr.Failure{Cause: ecr.ConnectionFailed, Detail: "the proxy (connection refused)"}, [2]string{"no connection to the proxy (connection refused)", "check HTTPS_PROXY and NO_PROXY"}},
		"no time":       {ecr.Failure{Cause: ecr.TimedOut}, [2]string{host + " does not answer within 2s", "check the network, HTTPS_PROXY and NO_PROXY"}},
		"nonsense":      {ecr.Failure{Cause: ecr.NotUnderstood}, [2]string{host + " sent an unusable response", "check the name of the registry, and HTTPS_PROXY"}},
	} {
		d := newDoctor([]string{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT=2s"})
		d.Registries.CertsDir = "/etc/docker/certs.d"
		found := d.readWorld().explainAnswer(context.Background(), host, host, &test.failure)
		if diff := cmp.Diff(test.want, [2]string{found.Message, found.Fix}); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		if found.Code != "login-failed" || found.Severity == Warning {
			t.Errorf("%s: %+v", name, found)
		}
	}
	// The daemon has for a token service what it has for the registry.
	d := newDoctor(nil)
	d.Registries.CertsDir = "/etc/docker/certs.d"
	failure := &ecr.Failure{Cause: ecr.Untrusted, Detail: "auth.example"}
	found := d.readWorld().explainFailure(context.Background(), host, &registryapi.TokenError{Service: "auth.example", Err: failure})[0]
	if found.Fix != authority {
		t.Errorf("%+v, want %q", found, authority)
	}
	d.Helper.Environ = append(d.Helper.Environ, "SSL_CERT_FILE="+filepath.Join(t.TempDir(), "gone.pem"))
	found = d.readWorld().explainFailure(context.Background(), host, failure)[0]
	if want := "correct SSL_CERT_FILE, which names a file that can't be read, or unset it"; found.Fix != want {
		t.Errorf("%+v, want %q", found, want)
	}
	found = d.readWorld().explainFailure(context.Background(), host, registryapi.ErrCertificateWanted)[0]
	if want := "put it and its key into client.cert and client.key in " + certificates; found.Fix != want ||
		found.Message != host+" wants a client certificate" {
		t.Errorf("%+v, want %q", found, want)
	}
	d = newDoctor(nil)
	ctx, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	if got := d.readWorld().explainAnswer(ctx, host, host, errors.New("some error")).Message; got != host+" does not answer within 15s" {
		t.Errorf("beyond the deadline: %q", got)
	}
}

func TestFailuresOfTokenServicesNameThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		realm, body string
		status      int
		want        string
	}{
		"down":          {"", "", http.StatusServiceUnavailable, " answers HTTP 503"},
		"grant":         {"", `{"error":"invalid_scope"}`, http.StatusBadRequest, ` answers HTTP 400: it says "invalid_scope"`},
		"busy":          {"", "", http.StatusTooManyRequests, " is rate limiting requests"},
		"no JSON":       {"", testPassword, http.StatusOK, " sent an unusable response"},
		"not reached":   {"https://service.invalid.example/token", "", 0, "the name service.invalid.example can't be resolved"},
		"without a URL": {"nowhere", "", 0, "names none"},
		"endless":       {"", "/token", http.StatusFound, " redirects the login to one address after another, so it is not followed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/token" {
					w.Header().Set("Location", test.body)
					w.WriteHeader(test.status)
					_, _ = io.WriteString(w, test.body)
					return
				}
				realm := test.realm
				if realm == "" {
					realm = "http://" + r.Host + "/token"
				}
				w.Header().Set("WWW-Authenticate", `Bearer realm="`+realm+`",service="s"`)
				w.WriteHeader(http.StatusUnauthorized)
			}))
			defer registry.Close()
			d := newDoctor(nil)
			d.Registries.Proxy = func(r *http.Request) (*url.URL, error) {
				if r.URL.Host == "service.invalid.example" {
					return nil, &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}
				}
				return nil, nil
			}
			login, finding := try(t, d, registry.URL, "")
			if login != failed || !strings.Contains(finding.Message, "token service of "+strings.TrimPrefix(registry.URL, "http://")) ||
				!strings.Contains(finding.Message, test.want) {
				t.Errorf("login %s, %+v, want %q", login, finding, test.want)
			}
		})
	}
}

func TestUntrustedOnThisMachineIsAWarning(t *testing.T) {
	t.Parallel()
	registry := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer registry.Close()
	registry.Config.ErrorLog = log.New(io.Discard, "", 0)
	login, finding := try(t, newDoctor(nil), strings.TrimPrefix(registry.URL, "https://"), "")
	if login != failed || finding.Severity != Warning || !strings.Contains(finding.Message, "is not trusted; Docker does without") {
		t.Errorf("login %s, %+v", login, finding)
	}
}

func TestWhatIsNoRegistry(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		http.StatusNotFound:           "answers HTTP 404 where a registry has its API",
		http.StatusTooManyRequests:    "is rate limiting requests",
		http.StatusServiceUnavailable: "answers HTTP 503",
	} {
		registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
		}))
		server, _ := secrets.ParseServer(registry.URL)
		d := newDoctor(nil)
		result, found := d.readWorld().login(deadline(t), subject{server: server}, registryapi.Authenticator(hidden.Of("u"), hidden.Of("p")))
		registry.Close()
		if result != failed || len(found) != 1 || !strings.Contains(found[0].Message, want) {
			t.Errorf("HTTP %d: %s, %+v", status, result, found)
		}
	}
}
