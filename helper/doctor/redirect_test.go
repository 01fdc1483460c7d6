package doctor

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// TestRedirectedLogin has a registry with TLS lead the login elsewhere, each
// time to a server that would accept anything: it is no accepted login, and
// nobody else sees the credential.
func TestRedirectedLogin(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	var asked atomic.Int64
	anyone := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Method == http.MethodPost {
			asked.Add(1)
		}
		_, _ = w.Write([]byte(`{"token":"t"}`))
	})
	plain, other := httptest.NewServer(anyone), httptest.NewTLSServer(anyone)
	t.Cleanup(plain.Close)
	t.Cleanup(other.Close)
	const basic = `Basic realm="r"`
	for name, test := range map[string]struct {
		challenge string // of /v2/, empty for a redirect of that
		to        string
		status    int
		want      string
	}{
		"ping to plain http":         {"", plain.URL + "/v2/", 302, "redirects the login"},
		"ping to another host":       {"", other.URL + "/v2/", 307, "redirects the login"},
		"login to plain http":        {basic, plain.URL + "/v2/", 307, "redirects the login"},
		"login to localhost":         {basic, strings.Replace(plain.URL, "127.0.0.1", "localhost", 1) + "/v2/", 308, "redirects the login"},
		"login to another host":      {basic, other.URL + "/v2/", 301, "redirects the login"},
		"login with a user":          {basic, strings.Replace(other.URL, "://", "://u:p@", 1) + "/v2/", 302, "redirects the login"},
		"plain token service":        {`Bearer realm="` + plain.URL + `/token",service="s"`, "", 0, "without TLS"},
		"token service's redirect":   {`Bearer realm="REALM",service="s"`, plain.URL + "/token", 307, "redirects the login"},
		"token service to elsewhere": {`Bearer realm="REALM",service="s"`, other.URL + "/token", 302, "redirects the login"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var registry *httptest.Server
			registry = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/v2/" && test.challenge != "" && r.Header.Get("Authorization") == "" {
					w.Header().Set("WWW-Authenticate", strings.ReplaceAll(test.challenge, "REALM", registry.URL+"/token"))
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				http.Redirect(w, r, test.to, test.status)
			}))
			t.Cleanup(registry.Close)
			server, _ := secrets.ParseServer(strings.TrimPrefix(registry.URL, "https://"))
			d := newDoctor(nil)
			d.Explain, d.CertsDir = exchange.Explain, t.TempDir()
			for _, trusted := range []*httptest.Server{registry, other} {
				authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: trusted.Certificate().Raw})
				write(t, filepath.Join(d.CertsDir, server.Host, strings.TrimPrefix(trusted.URL, "https://127.0.0.1:")+".crt"), string(authority))
			}
			// As a registry on another machine is judged.
			result, finding := d.login(deadline(t), subject{server: server}, authenticator("u", "planted"))
			if result != Failed || finding == nil || !strings.Contains(finding.Message, test.want) {
				t.Errorf("%s, %+v, want %q", result, finding, test.want)
			}
			if finding != nil && strings.Contains(finding.Message+finding.Fix, "planted") {
				t.Error("the credential is shown")
			}
		})
	}
	t.Cleanup(func() {
		if n := asked.Load(); n != 0 {
			t.Errorf("%d requests with a credential went elsewhere", n)
		}
	})
}

// TestPanicWhileAsking has what a registry's turn calls panic.
func TestPanicWhileAsking(t *testing.T) {
	t.Parallel()
	d := newDoctor([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD_FILE=/p"})
	d.Helper.ReadFile = func(string) ([]byte, error) { panic("planted") }
	s := subject{server: secrets.Server{Host: "a.example"}}
	d.askGuarded(deadline(t), &s)
	if s.report.Login != Failed || len(s.report.Findings) != 1 || strings.Contains(s.report.Findings[0].Message, "planted") {
		t.Errorf("%+v", s.report)
	}
}
