package doctor

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const testPassword = "planted"

// try logs in to a server with a credential, for an image if one is given.
func try(t *testing.T, d Doctor, server, image string) (Login, Finding) {
	t.Helper()
	secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=" + server}).All()[0]
	s := subject{server: secret.Server, secret: secret}
	if image != "" {
		reference, err := name.ParseReference(secret.Server.Host + "/" + image)
		if err != nil {
			t.Fatal(err)
		}
		s.image = reference
	}
	login, found := d.readWorld().login(deadline(t), s, registryapi.Authenticator(hidden.Of("u"), hidden.Of(testPassword)))
	finding := append(found, Finding{})[0]
	if strings.Contains(finding.Message+finding.Fix, testPassword) {
		t.Errorf("%+v shows the password", finding)
	}
	return login, finding
}

// A slow answer by TLS is no reason to take that of plain http.
func TestPlainHTTPGetsNoCredential(t *testing.T) {
	t.Parallel()
	for _, server := range []string{"http://registry.example", "registry.example", "10.0.0.1:5000"} {
		t.Run(server, func(t *testing.T) {
			t.Parallel()
			isAsked := make(chan struct{}, 100)
			var credentials atomic.Int32
			proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "" {
					credentials.Add(1)
				}
				if r.Method != http.MethodConnect {
					isAsked <- struct{}{}
					w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				select {
				case <-isAsked:
				case <-time.After(time.Second):
				}
				connection, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					return
				}
				defer func() { _ = connection.Close() }()
				_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\n\r\n")
				_, _ = connection.Read(make([]byte, 1024))
				_, _ = io.WriteString(connection, "HTTP/1.1 400 Bad Request\r\n\r\n")
				_, _ = io.Copy(io.Discard, connection)
			}))
			defer proxy.Close()
			d := newDoctor(nil)
			d.Registries.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
			login, finding := try(t, d, server, "")
			if login != untried || credentials.Load() != 0 {
				t.Errorf("login %s, %+v, %d requests with a credential", login, finding, credentials.Load())
			}
			if want := !strings.HasPrefix(server, "http://"); (finding.Code == "plain-http") != want {
				t.Errorf("finding %+v", finding)
			}
		})
	}
}

func TestTokenMembers(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"token", "access_token", ""} {
		t.Run(member, func(t *testing.T) {
			t.Parallel()
			registry, err := registrytest.Start(registrytest.Config{
				Accept: func(user, password string) bool { return user == "u" && password == testPassword },
				Bearer: true, TokenMember: member,
			})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = registry.Close() }()
			if login, finding := try(t, newDoctor(nil), registry.Addr(), ""); login != accepted {
				t.Errorf("login %s, %+v", login, finding)
			}
			if refused := registry.Requests().Refused; refused != 1 {
				t.Errorf("%d requests were refused, so one had no token", refused)
			}
		})
	}
}

func TestCredentialsAnswerChallenges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		challenge string
		status    int
		image     string
		want      Login
		sends     bool
	}{
		"basic":             {`Basic realm="r"`, 401, "", accepted, true},
		"none":              {"", 200, "", open, false},
		"none for an image": {"", 200, "private", unreadable, false},
		"no challenge":      {"", 401, "", failed, false},
		"strange challenge": {"Negotiate", 401, "", failed, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var credentials atomic.Int32
			registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if _, _, ok := r.BasicAuth(); ok {
					credentials.Add(1)
					return
				}
				if test.challenge != "" {
					w.Header().Set("WWW-Authenticate", test.challenge)
				}
				if strings.Contains(r.URL.Path, "manifests") {
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				w.WriteHeader(test.status)
			}))
			defer registry.Close()
			login, finding := try(t, newDoctor(nil), registry.URL, test.image)
			if login != test.want || credentials.Load() > 0 != test.sends {
				t.Errorf("login %s, %+v, credential sent: %v", login, finding, credentials.Load() > 0)
			}
		})
	}
}

// TestIdentityTokensExpire has a token service refuse one as OAuth 2 does.
func TestIdentityTokensExpire(t *testing.T) {
	t.Parallel()
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":"invalid_grant","error_description":"the token has expired"}`)
			return
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="http://`+r.Host+`/token",service="s"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer registry.Close()
	login, finding := try(t, newDoctor(nil), registry.URL, "")
	const want = `the registry refuses the credential (HTTP 400): it says "invalid_grant: the token has expired"`
	if login != refused || finding.Message != want {
		t.Errorf("login %s, %+v", login, finding)
	}
}

func TestProxiesThatRefuse(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusProxyAuthRequired, http.StatusForbidden, http.StatusBadGateway} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		defer proxy.Close()
		d := newDoctor(nil)
		d.Registries.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
		login, finding := try(t, d, "registry.example", "")
		want := newFinding(codeLoginFailed, fmt.Sprintf("the proxy refused the connection (HTTP %d %s)", status, http.StatusText(status)),
			"check HTTPS_PROXY and NO_PROXY")
		if login != failed || finding != want {
			t.Errorf("login %s, %+v", login, finding)
		}
	}
}

// TestImagesWithoutACredential blames no credential where there is none.
func TestImagesWithoutACredential(t *testing.T) {
	t.Parallel()
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "manifests") {
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	defer registry.Close()
	d := newDoctor(nil)
	d.Offline = false
	report, err := d.Examine(deadline(t), []string{strings.TrimPrefix(registry.URL, "http://") + "/app:1"})
	must(t, err)
	want := newFinding(codeImageUnreadable, report.Registries[0].Image+" can't be read without a credential (HTTP 403)",
		"set a secret for the registry, or check the image's name")
	if got := report.Registries[0].Findings; got[len(got)-1] != want {
		t.Errorf("%+v", got)
	}
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}
