//go:build linux

package clients

import (
	"crypto/rand"
	"crypto/tls"
	"os"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/connectproxy"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/debianregistry"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// The registries as the clients name them. The proxy leads every name to a server on loopback.
const (
	privateServer = "registry.example.com" // Debian's docker-registry: htpasswd, TLS
	publicServer  = "public.example.com"   // open to everybody who asks for a token; no secret names it
	ecrServer     = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	ecrAPI        = "api.ecr.us-east-1.amazonaws.com"
	hubServer     = "https://index.docker.io/v1/"
	// Names with what clients look for and servers are compared without. They are of one registry.
	portServer    = "gitlab.example:443"
	capitalServer = "Capital.Example"
)

// The names that clients connect to for Docker Hub; the last is that of its token service.
const (
	hubName     = "docker.io"
	hubRegistry = "registry-1.docker.io"
	hubIndex    = "index.docker.io"
	hubTokens   = "auth.docker.io"
)

const (
	appImage = "team/app:1"    // in each registry but Docker Hub
	hubImage = "library/app:1" // in Docker Hub
)

// stage is what all clients of a run share: the servers, the secrets, and a directory that holds every file of theirs.
type stage struct {
	dir    string
	path   string // the value of PATH, without the helper
	root   bool
	helper string
	cache  string // of tokens, shared by every home that asks for no other

	ca     *testca.CA
	aws    *awsendpoint.Endpoint
	proxy  *connectproxy.Proxy
	routes map[string]string // by host:port as clients name it, the address on loopback
	image  seedImage

	private       registrySecret
	ecr           registrySecret
	hub           registrySecret
	spelled       registrySecret // for the two odd names
	seeder        registrySecret // lets the test itself into the ECR registry
	other         registrySecret // the private registry takes it, but no home has it in its environment
	loop          string         // the private registry without TLS, as 127.0.0.1:port; empty if docker-registry is missing
	engine        string         // DOCKER_HOST; empty if there is no engine
	readersEngine string         // another one, for clients that leave each other's images alone

	homes   homeList
	planted testenv.Planted
}

// newStage starts the servers. Its clean-up ends them, then searches what is left for secrets.
func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{
		dir:     t.TempDir(),
		path:    os.Getenv("PATH"),
		root:    os.Geteuid() == 0,
		helper:  testenv.Helper(t),
		aws:     awsendpoint.New(),
		private: registrySecret{privateServer, "alice", rand.Text()},
		hub:     registrySecret{hubServer, "hubert", rand.Text() + ".." + rand.Text()},
		spelled: registrySecret{portServer, "sam", rand.Text()},
		seeder:  registrySecret{ecrServer, "seeder", rand.Text()},
		other:   registrySecret{privateServer, "olga", rand.Text()},
		image:   newSeedImage(t),
	}
	s.planted.More = s.aws.Tokens
	s.planted.Add(s.private.password, s.hub.password, s.spelled.password, s.other.password, s.seeder.password)
	s.ecr = s.newIdentity()
	s.cache = filepath.Join(s.dir, "cache")
	// Clean-ups run in reverse order: this one finds every server ended.
	t.Cleanup(func() { s.checkFiles(t) })

	var err error
	s.ca, err = testca.New(s.dir)
	testenv.Must(t, err)
	s.startServers(t)
	s.seed(t)
	s.engine, s.readersEngine = s.startEngine(t, "engine"), s.startEngine(t, "readers-engine")
	t.Cleanup(func() {
		s.checkAWSCalls(t)
		s.checkNames(t)
	})
	return s
}

// startServers starts the registries, the ECR endpoint and the proxy, and puts the image into each registry.
func (s *stage) startServers(t *testing.T) {
	t.Helper()
	certificate, err := s.ca.Issue(ecrServer, ecrAPI, publicServer, hubName, hubRegistry, hubIndex, hubTokens, "gitlab.example", "capital.example")
	testenv.Must(t, err)
	api, err := loopback.ServeTLS(s.aws, certificate)
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, api.Close()) })

	s.routes = map[string]string{
		ecrAPI + ":443": api.Addr(),
		ecrServer + ":443": s.startRegistry(t, certificate, registrytest.Config{
			Accept: func(user, password string) bool {
				return s.seeder.is(user, password) || s.aws.ValidToken(user, password)
			},
		}),
		publicServer + ":443": s.startRegistry(t, certificate, registrytest.Config{Bearer: true}),
	}
	hub := s.startRegistry(t, certificate, registrytest.Config{
		Accept: s.hub.is,
		Bearer: true,
		Realm:  "https://" + hubTokens + "/token",
	})
	spelled := s.startRegistry(t, certificate, registrytest.Config{Accept: s.spelled.is})
	s.routes[portServer], s.routes[capitalServer+":443"], s.routes["capital.example:443"] = spelled, spelled, spelled
	for _, host := range []string{hubName, hubRegistry, hubIndex, hubTokens} {
		s.routes[host+":443"] = hub
	}
	if testenv.Has(debianregistry.Programs()...) {
		private := debianregistry.Start(t, debianregistry.Config{
			Dir: filepath.Join(s.dir, "registry"), CA: s.ca, Name: privateServer,
			Users: map[string]string{s.private.user: s.private.password, s.other.user: s.other.password},
		})
		s.routes[privateServer+":443"], s.loop = private.TLS, private.Plain
	}
	s.proxy, err = connectproxy.Start(connectproxy.Table(s.routes))
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, s.proxy.Close()) })
}

func (s *stage) startRegistry(t *testing.T, certificate tls.Certificate, config registrytest.Config) (addr string) {
	t.Helper()
	config.Certificate = &certificate
	registry, err := registrytest.Start(config)
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, registry.Close()) })
	return registry.Addr()
}
