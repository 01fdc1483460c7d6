//go:build linux

package clients

import (
	"slices"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

func pullBehaviours() []behaviour {
	return []behaviour{
		{name: "pull-private", private: true, run: pullPrivate},
		{name: "pull-private-by-port", private: true, run: pullByPort},
		{name: "pull-ecr", run: pullECR},
		{name: "pull-ecr-twice", run: pullECRTwice},
		{name: "pull-public", run: pullPublic},
		{name: "pull-public-of-fork", run: pullPublicOfFork},
		{name: "pull-hub", run: pullHub},
		{name: "pull-credsstore", private: true, run: pullByCredsStore, applies: func(c imageClient) bool { return c.credsStore }},
		{name: "pull-as-spelled", run: pullAsSpelled},
		{name: "pull-docker-config", private: true, run: pullByDockerConfig, applies: func(c imageClient) bool { return c.authFile }},
	}
}

func pullPrivate(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	c.mustPull(t, h, privateServer+"/"+appImage)
	c.checkAsked(t, h, privateServer)
}

func pullByPort(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	c.mustPull(t, h, s.loop+"/"+appImage)
	c.checkAsked(t, h, s.loop)
}

// pullECR shares its token with every other client: checkAWSCalls wants one call for all of them.
func pullECR(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	c.mustPull(t, h, ecrServer+"/"+appImage)
	c.checkAsked(t, h, ecrServer)
}

// pullECRTwice has the first pull call AWS, and the second take the token from the cache.
func pullECRTwice(t *testing.T, s *stage, c imageClient) {
	h, identity := s.newECRHome(t)
	for range 2 {
		c.mustPull(t, h, ecrServer+"/"+appImage)
	}
	s.checkCallsOf(t, identity, 1)
}

// pullPublic is the pull from a registry that no secret names: not found must not stop a client, nor show.
func pullPublic(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	checkNoHelperLine(t, c.mustPull(t, h, publicServer+"/"+appImage))
}

// pullPublicOfFork is the pull of a public image in a job of a fork, which gets the server, and USER and PASSWORD empty.
func pullPublicOfFork(t *testing.T, s *stage, c imageClient) {
	for _, store := range []bool{false, true} {
		secrets := map[string]registrySecret{"FORK": {server: publicServer}}
		h := s.newHome(t, homeConfig{secrets: secrets, credsStore: store})
		output := c.mustPull(t, h, publicServer+"/"+appImage)
		if line, found := helperLine(output); found && !strings.Contains(line, "FORK_CONTAINER_REGISTRY_USER and FORK_CONTAINER_REGISTRY_PASSWORD") {
			t.Errorf("the note %q does not name the variables", line)
		}
		if !store {
			c.checkAsked(t, h, publicServer)
		}
	}
}

// pullHub is the pull from Docker Hub, of which each client asks in its own spelling.
func pullHub(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	c.mustPull(t, h, c.hubImage)
	asked := h.asked(t, "get")
	if !slices.ContainsFunc(c.hubServers, func(server string) bool { return slices.Contains(asked, server) }) {
		t.Errorf("the helper was asked for %q, want one of %q", asked, c.hubServers)
	}
}

// pullByCredsStore is the pull with one line of configuration, by which the helper is asked for every registry. Some
// clients ask first which ones it has.
func pullByCredsStore(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{credsStore: true})
	c.mustPull(t, h, privateServer+"/"+appImage)
	c.mustPull(t, h, ecrServer+"/"+appImage)
	c.mustPull(t, h, c.hubImage)
	checkNoHelperLine(t, c.mustPull(t, h, publicServer+"/"+appImage))
}

// pullByDockerConfig is the pull by podman and its relatives where only Docker's config.json names the helper.
func pullByDockerConfig(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{noAuthFile: true})
	c.mustPull(t, h, privateServer+"/"+appImage)
	c.mustPull(t, h, c.hubImage)
	c.checkAsked(t, h, privateServer)
}

// pullAsSpelled is the pull by names with the port 443 and with capitals, under which clients look for the helper, and
// without. Only what configure wrote leads to it, or list under credsStore.
func pullAsSpelled(t *testing.T, s *stage, c imageClient) {
	port, capital := s.spelled, s.spelled
	capital.server = capitalServer
	config := homeConfig{secrets: map[string]registrySecret{"GITLAB": port, "CAPITAL": capital}, configured: true}
	for _, config.credsStore = range []bool{false, true} {
		if config.credsStore && !c.credsStore {
			continue
		}
		h := s.newHome(t, config)
		for _, server := range []string{portServer, "gitlab.example", capitalServer, "capital.example"} {
			c.mustPull(t, h, server+"/"+appImage)
			if !config.credsStore {
				c.checkAsked(t, h, server)
			}
		}
	}
}

// checkAsked fails unless the helper was asked for exactly this string.
func (c imageClient) checkAsked(t *testing.T, h *clientHome, server string) {
	t.Helper()
	if asked := h.asked(t, "get"); !slices.Contains(asked, server) {
		t.Errorf("the helper was asked for %q, want %q", asked, server)
	}
}

// newECRHome returns a home with an identity and a cache that no other home has.
func (s *stage) newECRHome(t *testing.T) (*clientHome, registrySecret) {
	t.Helper()
	identity := s.newIdentity()
	secrets := s.rightSecrets()
	secrets[ecrPrefix] = identity
	return s.newHome(t, homeConfig{secrets: secrets, ownCache: true}), identity
}

// checkCallsOf fails unless AWS was called so often with an identity's access key ID.
func (s *stage) checkCallsOf(t *testing.T, identity registrySecret, want int) {
	t.Helper()
	if got := s.callsOf(identity); got != want {
		t.Errorf("%d AWS calls, want %d", got, want)
	}
}

func (s *stage) callsOf(identity registrySecret) int {
	n := 0
	for _, call := range s.aws.Calls() {
		if call.AccessKeyID == identity.user && call.Operation == awsendpoint.GetAuthorizationToken && call.Host == ecrAPI {
			n++
		}
	}
	return n
}

// checkAWSCalls fails unless all homes that share a cache made one call to AWS, however many clients asked at once.
func (s *stage) checkAWSCalls(t *testing.T) {
	t.Helper()
	asked := 0
	for _, h := range s.homes.all() {
		if h.shared {
			asked += countOf(h.asked(t, "get"), ecrServer)
		}
	}
	if asked > 0 {
		s.checkCallsOf(t, s.ecr, 1)
	}
	t.Logf("AWS calls: %d for the %d times that clients asked for the ECR registry", s.callsOf(s.ecr), asked)
}

// checkNames fails for each name that a client or the helper wanted to reach and that is none of the stage's.
func (s *stage) checkNames(t *testing.T) {
	t.Helper()
	for _, asked := range s.proxy.Asked() {
		if s.routes[asked] == "" {
			t.Errorf("somebody wanted to connect to %s", asked)
		}
	}
}

func countOf(all []string, one string) int {
	n := 0
	for _, s := range all {
		if s == one {
			n++
		}
	}
	return n
}
