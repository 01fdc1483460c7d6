//go:build unix

package exchange_test

import (
	"crypto/sha1"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// stsForWebIdentity has the world's AWS give its keys for a token too
// (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html),
// and counts how often.
func (w *world) stsForWebIdentity(t *testing.T) (address string, asked *atomic.Int64) {
	t.Helper()
	asked = new(atomic.Int64)
	return serve(t, http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if request.Header.Get("X-Amz-Target") != "" {
			w.aws.ServeHTTP(answer, request)
			return
		}
		if strings.Contains(request.URL.Path, "/aws/aws") {
			http.NotFound(answer, request)
			return
		}
		asked.Add(1)
		_, _ = fmt.Fprintf(answer, `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
			<AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey><SessionToken>%s</SessionToken><Expiration>%s</Expiration>
			</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
			w.identity.AccessKeyID, w.identity.SecretAccessKey, w.identity.SessionToken, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	})), asked
}

// TestEndpointOfTheChain has the variables of endpoints, which count for STS too
// where the chain asks that, as they do for the AWS CLI. What goes elsewhere ends
// in a proxy, which notes it.
func TestEndpointOfTheChain(t *testing.T) {
	t.Parallel()
	const sts = "sts.us-east-1.amazonaws.com:443"
	for name, test := range map[string]struct {
		variables func(url string) map[string]string
		here      bool
	}{
		"all services": {func(url string) map[string]string { return map[string]string{"AWS_ENDPOINT_URL": url} }, true},
		"all services, below a path": {func(url string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL": url + "/aws"}
		}, true},
		"STS before all": {func(url string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_ECR": url, "AWS_ENDPOINT_URL_STS": url}
		}, true},
		"FIPS": {func(url string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL": url, "AWS_USE_FIPS_ENDPOINT": "true"}
		}, true},
		"STS alone, below a path": {func(url string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL_ECR": url, "AWS_ENDPOINT_URL_STS": url + "/aws"}
		}, true},
		"ignored": {func(url string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL": url, "AWS_ENDPOINT_URL_STS": url, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
		}, false},
		"of another service": {func(url string) map[string]string {
			return map[string]string{"AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_ECR": url}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			address, asked := w.stsForWebIdentity(t)
			proxy, err := connectproxy.Start(func(string) string { return "" })
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = proxy.Close() })
			token := filepath.Join(t.TempDir(), "token")
			if err := os.WriteFile(token, []byte("eyJhbGciOiJub25lIn0.e30.c2ln"), 0o600); err != nil {
				t.Fatal(err)
			}
			variables := test.variables("http://" + address)
			variables["AWS_WEB_IDENTITY_TOKEN_FILE"], variables["AWS_ROLE_ARN"], variables["HTTPS_PROXY"] = token, roleARN, proxy.URL()
			delete(w.environment, "AWS_ENDPOINT_URL")
			got := w.askAmbient(t, patience, variables)
			if isHere := got == (ecr.Failure{}) && asked.Load() == 1 && len(proxy.Asked()) == 0; isHere != test.here {
				t.Errorf("%+v, STS was asked %d times, and the proxy for %v", got, asked.Load(), proxy.Asked())
			}
			// A refusal of the proxy is not tried again.
			if isThere := slices.Equal(proxy.Asked(), []string{sts}); isThere == test.here {
				t.Errorf("the proxy was asked for %v", proxy.Asked())
			}
		})
	}
}

// TestEndpointOfTheChainUnusable has a variable that holds no URL.
func TestEndpointOfTheChainUnusable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("eyJhbGciOiJub25lIn0.e30.c2ln"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"127.0.0.1:1", "http://127.0.0.1:1/%zz"} {
		variables := map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": roleARN, "AWS_ENDPOINT_URL": url}
		if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{Cause: ecr.EndpointUnusable, Service: "STS"}) {
			t.Errorf("%s: %+v", url, got)
		}
	}
}

// ssoCacheFile is where the token of a session is, by its name, or by its URL for
// one without a name, below ~/.aws
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html).
func ssoCacheFile(session string) string {
	return fmt.Sprintf("sso/cache/%x.json", sha1.Sum([]byte(session)))
}

// TestEndpointOfSSO has a session of SSO whose token has to be renewed first
// (https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html,
// https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html).
func TestEndpointOfSSO(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var mu sync.Mutex
	var asked []string
	address := serve(t, http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch request.URL.Path {
		case "/token":
			asked = append(asked, "token")
			_, _ = fmt.Fprint(answer, `{"accessToken": "renewed", "expiresIn": 3600}`)
		case "/federation/credentials":
			asked = append(asked, "keys for the token "+request.Header.Get("X-Amz-Sso_bearer_token"))
			_, _ = fmt.Fprintf(answer, `{"roleCredentials": {"accessKeyId": "%s", "secretAccessKey": "%s", "expiration": %d}}`,
				w.identity.AccessKeyID, w.identity.SecretAccessKey, time.Now().Add(time.Hour).UnixMilli())
		default:
			w.aws.ServeHTTP(answer, request)
		}
	}))
	variables := map[string]string{"AWS_ENDPOINT_URL": "http://" + address, "HTTPS_PROXY": "http://127.0.0.1:1"}
	variables["HOME"] = home(t, map[string]string{
		"config": `[sso-session work]
sso_region = us-east-1
sso_start_url = https://work.example
[default]
sso_session = work
sso_account_id = 123456789012
sso_role_name = reader
`,
		ssoCacheFile("work"): `{"accessToken": "old", "expiresAt": "2020-01-01T00:00:00Z",
			"refreshToken": "refresh", "clientId": "client", "clientSecret": "planted"}`,
	})
	if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
		t.Errorf("%+v", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if diff := cmp.Diff([]string{"token", "keys for the token renewed"}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}
