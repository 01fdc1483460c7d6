//go:build linux

package clients

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// distribution is the program of https://github.com/distribution/distribution, whose pull-through cache asks a
// credential helper since version 3.1. Debian's is older.
const distribution = "registry"

// upstream is an ECR registry, its AWS, and what the pull-through cache is seen to send there.
type upstream struct {
	stage
	let, dead atomic.Int64 // requests with a living token, and with another password
}

// newUpstream starts the registry, which holds one image.
func newUpstream(t *testing.T) *upstream {
	t.Helper()
	u := &upstream{stage: stage{
		dir: t.TempDir(), aws: awsendpoint.New(), image: newSeedImage(t), helper: testenv.Helper(t),
		seeder: registrySecret{ecrServer, "seeder", rand.Text()},
	}}
	u.planted.More = u.aws.Tokens
	u.planted.Add(u.seeder.password)
	t.Cleanup(func() { u.checkFiles(t) })
	var err error
	u.ca, err = testca.New(u.dir)
	testenv.Must(t, err)
	certificate, err := u.ca.Issue(ecrServer, ecrAPI)
	testenv.Must(t, err)
	api, err := loopback.ServeTLS(u.aws, certificate)
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, api.Close()) })
	u.proxy, err = connectproxy.Start(connectproxy.Table(map[string]string{
		ecrAPI + ":443":    api.Addr(),
		ecrServer + ":443": u.startRegistry(t, certificate, registrytest.Config{Accept: u.accept}),
	}))
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, u.proxy.Close()) })
	image, err := name.ParseReference(ecrServer + "/" + appImage)
	testenv.Must(t, err)
	testenv.Must(t, remote.Write(image, u.image.image, u.remoteOptions(image)...))
	return u
}

func (u *upstream) accept(user, password string) bool {
	switch {
	case u.seeder.is(user, password):
		return true
	case u.aws.ValidToken(user, password):
		u.let.Add(1)
		return true
	}
	u.dead.Add(1)
	return false
}

// startCache starts a pull-through cache that asks the helper anew after the lifetime, and returns its URL.
func (u *upstream) startCache(t *testing.T, lifetime time.Duration) string {
	t.Helper()
	dir, err := os.MkdirTemp(u.dir, "cache-")
	testenv.Must(t, err)
	config := fmt.Sprintf(`version: 0.1
storage: {filesystem: {rootdirectory: %q}}
http: {addr: "127.0.0.1:0"}
proxy:
  remoteurl: https://%s
  exec: {command: %q, lifetime: %s}
`, filepath.Join(dir, "images"), ecrServer, u.helper, lifetime)
	file := filepath.Join(dir, "config.yml")
	testenv.Must(t, os.WriteFile(file, []byte(config), 0o600))

	keys := u.newIdentity()
	vars := environ.Vars{
		"HOME": dir, "HTTPS_PROXY": u.proxy.URL(), "SSL_CERT_FILE": u.ca.Path(), "OTEL_TRACES_EXPORTER": "none",
		"DOCKER_CREDENTIAL_SECRETS_CACHE": filepath.Join(dir, "tokens"),
	}.With(environ.Secret(ecrPrefix, keys.server, keys.user, keys.password))
	server := testenv.StartDaemon(t, filepath.Join(u.dir, filepath.Base(dir)+".log"), vars.Entries(), distribution, "serve", file)
	var address string
	server.Await(t, func() bool {
		found := listeningOn.FindStringSubmatch(server.Output(t))
		if found == nil {
			return false
		}
		address = found[1]
		return true
	})
	return "http://" + address
}

var listeningOn = regexp.MustCompile(`listening on (127\.0\.0\.1:[0-9]+)`)

// TestPullThroughCache mirrors ECR to machines that know nothing of AWS: for any number of pulls there is one call,
// and what the registry gets is never a dead token.
func TestPullThroughCache(t *testing.T) {
	t.Parallel()
	testenv.Need(t, distribution)
	t.Run("one call", func(t *testing.T) {
		t.Parallel()
		u := newUpstream(t)
		cache := u.startCache(t, time.Hour)
		const pulls = 100
		for range pulls {
			pull(t, cache)
		}
		if calls := u.aws.Count(awsendpoint.GetAuthorizationToken); calls != 1 || u.let.Load() < pulls || u.dead.Load() > 0 {
			t.Errorf("%d calls to AWS for %d pulls; the registry let %d requests in and refused %d", calls, pulls, u.let.Load(), u.dead.Load())
		}
	})
	t.Run("tokens that die", func(t *testing.T) {
		t.Parallel()
		u := newUpstream(t)
		u.aws.SetTokenLife(12 * time.Second)
		cache := u.startCache(t, time.Second)
		for u.aws.Count(awsendpoint.GetAuthorizationToken) < 4 && u.dead.Load() == 0 {
			pull(t, cache)
			time.Sleep(50 * time.Millisecond)
		}
		if u.dead.Load() > 0 {
			t.Errorf("the registry got a dead token for %d requests, a living one for %d", u.dead.Load(), u.let.Load())
		}
	})
}

// pull asks the cache for the image's manifest, which it doesn't give without a look at the registry's own.
func pull(t *testing.T, cache string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, cache+"/v2/team/app/manifests/1", nil)
	testenv.Must(t, err)
	request.Header.Set("Accept", "application/vnd.docker.distribution.manifest.v2+json")
	response, err := http.DefaultClient.Do(request)
	testenv.Must(t, err)
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("the cache answers %s", response.Status)
	}
}
