package doctor

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// TestRedirectedLogins sends one of the requests of a login elsewhere, where
// everybody is let in.
func TestRedirectedLogins(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	const pinged, authorized, tokenAsked = "ping", "get", "token"
	for _, step := range []string{pinged, authorized, tokenAsked} {
		for to, want := range map[string]string{
			"plain":  "without TLS, so it is not followed",
			"tls":    "which is not to get this credential, so it is not followed",
			"itself": "",
		} {
			t.Run(step+" "+to, func(t *testing.T) {
				t.Parallel()
				var visits atomic.Int32
				lets := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					visits.Add(1)
					_, _ = fmt.Fprint(w, `{"token": "t"}`)
				})
				plain, secure := httptest.NewServer(lets), httptest.NewTLSServer(lets)
				defer plain.Close()
				defer secure.Close()
				var registry *httptest.Server
				registry = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					hasCredential := r.Header.Get("Authorization") != ""
					now := pinged
					switch {
					case r.URL.Path == "/token":
						now = tokenAsked
					case hasCredential:
						now = authorized
					}
					switch {
					case now == step && r.URL.Query().Get("again") == "":
						target := map[string]string{"plain": strings.Replace(plain.URL, "127.0.0.1", "localhost", 1), "tls": secure.URL,
							"itself": ""}[to]
						http.Redirect(w, r, target+r.URL.Path+"?again=1", http.StatusTemporaryRedirect)
					case now == tokenAsked:
						_, _ = fmt.Fprint(w, `{"token": "t"}`)
					case now == pinged:
						w.Header().Set("WWW-Authenticate", `Bearer realm="`+registry.URL+`/token",service="s"`)
						w.WriteHeader(http.StatusUnauthorized)
					}
				}))
				defer registry.Close()
				login, finding := try(t, trusting(t, registry), strings.TrimPrefix(registry.URL, "https://"), "")
				if want == "" {
					if login != accepted {
						t.Errorf("login %s, %+v", login, finding)
					}
					return
				}
				if login != failed || finding.Severity != Error || !strings.Contains(finding.Message, want) || visits.Load() > 0 {
					t.Errorf("login %s, %+v, %d requests elsewhere", login, finding, visits.Load())
				}
			})
		}
	}
}

// trusting returns a doctor that trusts the certificates of httptest for the
// registry.
func trusting(t *testing.T, registry *httptest.Server) Doctor {
	t.Helper()
	d := newDoctor(nil)
	d.Registries.CertsDir = t.TempDir()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: registry.Certificate().Raw})
	write(t, filepath.Join(d.Registries.CertsDir, strings.TrimPrefix(registry.URL, "https://"), "ca.crt"), string(authority))
	return d
}

// A registry that has the credential must not make the report show it.
func TestRedirectsShowNoCredential(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	registry := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, ok := r.BasicAuth(); ok {
			w.Header().Set("Location", "https://"+password+".example/v2/")
			w.WriteHeader(http.StatusFound)
			return
		}
		w.Header().Set("WWW-Authenticate", `Basic realm="r"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer registry.Close()
	// try looks for the password.
	login, finding := try(t, trusting(t, registry), strings.TrimPrefix(registry.URL, "https://"), "")
	if login != failed || !strings.Contains(finding.Message, "to another host, which is not to get this credential") {
		t.Errorf("login %s, %+v", login, finding)
	}
}

// Images that everybody may read may lie elsewhere.
func TestAnonymousReadsAreRedirected(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/v2/", func(http.ResponseWriter, *http.Request) {})
	other := httptest.NewTLSServer(mux) // has the same certificate
	defer other.Close()
	registry := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "manifests") {
			http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
		}
	}))
	defer registry.Close()
	d := trusting(t, registry)
	server, _ := secrets.ParseServer(strings.TrimPrefix(registry.URL, "https://"))
	_, image, err := parseTarget(server.Host+"/team/app:1", secrets.Set{})
	if err != nil {
		t.Fatal(err)
	}
	s := subject{server: server, image: image}
	if login, finding := d.readWorld().login(deadline(t), s, authn.Anonymous); login != open {
		t.Errorf("login %s, %+v", login, finding)
	}
}
