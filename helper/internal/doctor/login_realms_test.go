package doctor

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

// TestThisMachine has a registry lead to a token service that takes
// credentials on this machine.
func TestThisMachine(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	dir := t.TempDir()
	ca, err := testca.New(dir)
	must(t, err)
	certificate, err := ca.Issue("registry.example", "localhost", "127.0.0.1")
	must(t, err)
	authority, err := os.ReadFile(ca.Path())
	must(t, err)
	start := func(answer http.HandlerFunc) (addr string) {
		server := httptest.NewUnstartedServer(answer)
		server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
		server.StartTLS()
		t.Cleanup(server.Close)
		return server.Listener.Addr().String()
	}
	for _, test := range []struct {
		registry, realm string
		want            Login
	}{
		{"registry.example", "localhost", failed},
		{"registry.example", "LOCALHOST", failed},
		{"registry.example", "127.0.0.1", failed},
		{"127.0.0.1", "localhost", accepted},
		{"127.0.0.1", "127.0.0.1", accepted}, // as at another port of a GitLab without a name
	} {
		t.Run(test.registry+" "+test.realm, func(t *testing.T) {
			t.Parallel()
			var credentials atomic.Int32
			token := start(func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "" {
					credentials.Add(1)
				}
				_, _ = fmt.Fprint(w, `{"token": "t"}`)
			})
			realm := test.realm + token[strings.LastIndexByte(token, ':'):]
			registry := start(func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "Bearer t" {
					w.Header().Set("WWW-Authenticate", `Bearer realm="https://`+realm+`/token",service="s"`)
					w.WriteHeader(http.StatusUnauthorized)
				}
			})
			proxy, err := connectproxy.Start(connectproxy.Table(map[string]string{"registry.example:443": registry}))
			must(t, err)
			t.Cleanup(func() { _ = proxy.Close() })
			host := test.registry
			if host == "127.0.0.1" {
				host = registry
			}
			d := newDoctor(nil)
			d.Registries.CertsDir = t.TempDir()
			write(t, filepath.Join(d.Registries.CertsDir, host, "ca.crt"), string(authority))
			d.Registries.Proxy = func(r *http.Request) (*url.URL, error) {
				if r.URL.Host == "registry.example" {
					return url.Parse(proxy.URL())
				}
				return nil, nil
			}
			login, finding := try(t, d, host, "")
			isSaid := strings.Contains(finding.Message, "the registry leads to this machine, so no credential is sent")
			if login != test.want || isSaid != (test.want == failed) || (credentials.Load() == 0) != isSaid {
				t.Errorf("login %s, %+v, %d requests with a credential", login, finding, credentials.Load())
			}
		})
	}
}

func TestRealmsThatAreNotAskedAreNamed(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	var visits atomic.Int32
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		visits.Add(1)
		_, _ = fmt.Fprint(w, `{"token": "t"}`)
	}))
	defer service.Close()
	registry := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.Header().Set("WWW-Authenticate", `Bearer realm="`+service.URL+`/token",service="s"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	defer registry.Close()
	login, finding := try(t, trusting(t, registry), strings.TrimPrefix(registry.URL, "https://"), "")
	if login != failed || !strings.Contains(finding.Message, "is without TLS, so no credential is sent") || visits.Load() > 0 {
		t.Errorf("login %s, %+v, %d requests", login, finding, visits.Load())
	}
}
