package registrytest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestBearerTokenIsBoundToItsScope shows that a token opens only what it was asked for: one repository, and pulling is no
// pushing. No client asks for the wrong one; the rest of the registry is seen by those who use it.
func TestBearerTokenIsBoundToItsScope(t *testing.T) {
	t.Parallel()
	accept := func(user, password string) bool { return user == "jo" && password == "right" }
	registry, err := registrytest.Start(registrytest.Config{Accept: accept, Bearer: true, Realm: "https://auth.example/token"})
	testenv.Must(t, err)
	t.Cleanup(func() { _ = registry.Close() })
	for _, image := range []string{"team/app:1", "team/other:1"} {
		_, err := registry.Push(t.Context(), image)
		testenv.Must(t, err)
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
	testenv.Must(t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := client.Do(request)
	testenv.Must(t, err)
	defer response.Body.Close()
	return response.StatusCode, response.Header.Get("WWW-Authenticate")
}

// passwordGrant asks for a token as BuildKit does, by OAuth 2's POST.
func passwordGrant(t *testing.T, client *http.Client, base, scope string) string {
	t.Helper()
	response, err := client.PostForm(base+"/token", url.Values{
		"grant_type": {"password"}, "username": {"jo"}, "password": {"right"}, "scope": {scope},
	})
	testenv.Must(t, err)
	defer response.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	testenv.Must(t, json.NewDecoder(response.Body).Decode(&answer))
	return answer.Token
}
