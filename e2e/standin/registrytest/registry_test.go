package registrytest_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

const image = "team/app:1"

func accept(user, password string) bool { return user == "jo" && password == "right" }

func start(t *testing.T, config registrytest.Config) *registrytest.Registry {
	t.Helper()
	registry, err := registrytest.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { registry.Close() })
	return registry
}

// pull returns the digest of the whole image.
func pull(registry *registrytest.Registry, password string, options ...remote.Option) (string, error) {
	reference, err := name.ParseReference(registry.Addr() + "/" + image)
	if err != nil {
		return "", err
	}
	if password != "" {
		options = append(options, remote.WithAuth(&authn.Basic{Username: "jo", Password: password}))
	}
	pulled, err := remote.Image(reference, options...)
	if err != nil {
		return "", err
	}
	layers, err := pulled.Layers()
	if err != nil {
		return "", err
	}
	for _, layer := range layers {
		content, err := layer.Compressed()
		if err != nil {
			return "", err
		}
		content.Close()
	}
	digest, err := pulled.Digest()
	return digest.String(), err
}

func TestDoor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		config   registrytest.Config
		password string
		open     bool
	}{
		{"open, nobody", registrytest.Config{}, "", true},
		{"open, somebody", registrytest.Config{}, "wrong", true},
		{"basic, right", registrytest.Config{Accept: accept}, "right", true},
		{"basic, wrong", registrytest.Config{Accept: accept}, "wrong", false},
		{"basic, nobody", registrytest.Config{Accept: accept}, "", false},
		{"bearer, right", registrytest.Config{Accept: accept, Bearer: true}, "right", true},
		{"bearer, wrong", registrytest.Config{Accept: accept, Bearer: true}, "wrong", false},
		{"bearer, nobody", registrytest.Config{Accept: accept, Bearer: true}, "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			registry := start(t, test.config)
			pushed, err := registry.Push(context.Background(), image)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(registrytest.Requests{}, registry.Requests()); diff != "" {
				t.Errorf("requests after Push (-want +got):\n%s", diff)
			}
			pulled, err := pull(registry, test.password)
			if test.open && (err != nil || pulled != pushed) {
				t.Errorf("pulled %q (%v), want %q", pulled, err, pushed)
			}
			if !test.open && (err == nil || !strings.Contains(err.Error(), "UNAUTHORIZED")) {
				t.Errorf("error %v, want UNAUTHORIZED", err)
			}
			requests := registry.Requests()
			if (requests.Let > 0) != test.open || (requests.Refused > 0) == (test.config.Accept == nil) {
				t.Errorf("counted %+v", requests)
			}
		})
	}
}

func TestPushThroughTheDoor(t *testing.T) {
	t.Parallel()
	for _, bearer := range []bool{false, true} {
		registry := start(t, registrytest.Config{Accept: accept, Bearer: bearer})
		source := start(t, registrytest.Config{})
		if _, err := source.Push(context.Background(), image); err != nil {
			t.Fatal(err)
		}
		from, err := name.ParseReference(source.Addr() + "/" + image)
		if err != nil {
			t.Fatal(err)
		}
		content, err := remote.Image(from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := name.ParseReference(registry.Addr() + "/" + image)
		if err != nil {
			t.Fatal(err)
		}
		if err := remote.Write(to, content, remote.WithAuth(&authn.Basic{Username: "jo", Password: "right"})); err != nil {
			t.Errorf("bearer %v: %v", bearer, err)
		}
		if err := remote.Write(to, content); err == nil {
			t.Errorf("bearer %v: pushed without a password", bearer)
		}
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	ca, err := testca.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := ca.Issue("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	registry := start(t, registrytest.Config{Accept: accept, Certificate: &certificate})
	pushed, err := registry.Push(context.Background(), image)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca.Pool()}}
	t.Cleanup(transport.CloseIdleConnections)
	if pulled, err := pull(registry, "right", remote.WithTransport(transport)); err != nil || pulled != pushed {
		t.Errorf("pulled %q (%v), want %q", pulled, err, pushed)
	}
}

// A token opens only what it was asked for: one repository, and pulling is no pushing.
func TestBearerTokenIsBoundToItsScope(t *testing.T) {
	t.Parallel()
	registry := start(t, registrytest.Config{Accept: accept, Bearer: true, Realm: "https://auth.example/token"})
	for _, pushed := range []string{image, "team/other:1"} {
		if _, err := registry.Push(context.Background(), pushed); err != nil {
			t.Fatal(err)
		}
	}
	client := &http.Client{Timeout: 10 * time.Second}
	_, challenge := ask(t, client, "GET", registry.URL()+"/v2/team/app/manifests/1", "none")
	want := `Bearer realm="https://auth.example/token",service="` + registry.Addr() + `",scope="repository:team/app:pull"`
	if challenge != want {
		t.Errorf("challenge %s\nwant %s", challenge, want)
	}
	token := passwordGrant(t, client, registry.URL(), "repository:team/app:pull")
	for _, test := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/v2/", 200},
		{"GET", "/v2/team/app/manifests/1", 200},
		{"GET", "/v2/team/other/manifests/1", 401},
		{"DELETE", "/v2/team/app/manifests/1", 401},
	} {
		if got, _ := ask(t, client, test.method, registry.URL()+test.path, token); got != test.status {
			t.Errorf("%s %s: status %d, want %d", test.method, test.path, got, test.status)
		}
	}
}

func ask(t *testing.T, client *http.Client, method, url, token string) (status int, challenge string) {
	t.Helper()
	request, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode, response.Header.Get("WWW-Authenticate")
}

// passwordGrant asks for a token as BuildKit does, by OAuth 2's POST.
func passwordGrant(t *testing.T, client *http.Client, base, scope string) string {
	t.Helper()
	response, err := client.PostForm(base+"/token", url.Values{
		"grant_type": {"password"}, "username": {"jo"}, "password": {"right"}, "scope": {scope},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Token
}
