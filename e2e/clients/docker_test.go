//go:build linux

package clients

import (
	"strings"
	"testing"
)

// dockerClient is Docker's own command line with the engine that the stage started. Its builder is the classic one.
func dockerClient() imageClient {
	return imageClient{
		name:     "docker",
		programs: []string{"docker"},
		root:     true,
		engine:   true,
		version:  []string{"docker", "version", "--format", "{{.Client.Version}}, engine {{.Server.Version}}"},
		pull:     func(reference, _ string) []string { return []string{"docker", "pull", reference} },
		push:     func(_, reference string) []string { return []string{"docker", "push", reference} },
		store: &imageStore{
			diffIDs: func(reference string) []string {
				return []string{"docker", "image", "inspect", "--format", "{{.RootFS.Layers}}", reference}
			},
			tag:    func(reference, as string) []string { return []string{"docker", "tag", reference, as} },
			remove: func(reference string) []string { return []string{"docker", "rmi", reference} },
		},
		login: func(server, user string) []string {
			return []string{"docker", "login", "--username", user, "--password-stdin", server}
		},
		relogin: func(server string) []string { return []string{"docker", "login", server} },
		logout:  func(server string) []string { return []string{"docker", "logout", server} },
		build: func(dir, tag string) []string {
			return []string{"env", "DOCKER_BUILDKIT=0", "docker", "build", "--tag", tag, dir}
		},
		hubImage:   hubImage,
		hubServers: []string{hubServer},
		credsStore: true,
	}
}

// testDocker is what only Docker's own client does.
func testDocker(t *testing.T, s *stage, c imageClient) {
	t.Run("transcript", func(t *testing.T) { showPulls(t, s, c) })
	t.Run("build-ecr-credsstore", func(t *testing.T) {
		secrets := s.rightSecrets()
		const broken = "210987654321.dkr.ecr.us-east-1.amazonaws.com" // get would fail for it
		secrets["BROKEN"] = registrySecret{broken, "AWS", "no token"}
		h := s.newHome(t, homeConfig{secrets: secrets, credsStore: true})
		c.mustBuild(t, h)
		if h.askedFor(t, "get", broken) {
			t.Error("list names what get refuses")
		}
		if len(h.asked(t, "list")) == 0 {
			t.Error("the classic builder did not ask for the list")
		}
	})
	t.Run("beside-podman-remote", func(t *testing.T) { testPodmanRemote(t, s, c) })
	t.Run("login-hub", func(t *testing.T) { loginHub(t, s, c) })
	t.Run("pull-hub-by-host", func(t *testing.T) {
		h := s.newHome(t, homeConfig{})
		c.mustPull(t, h, hubRegistry+"/"+hubImage)
		c.checkAsked(t, h, hubRegistry)
	})
	t.Run("manifest-private", func(t *testing.T) {
		s.needPrivate(t)
		h := s.newHome(t, homeConfig{})
		h.succeed(t, "docker", "manifest", "inspect", privateServer+"/"+appImage)
		c.checkAsked(t, h, privateServer)
	})
}

// showPulls is the story of one user, as the user sees it.
func showPulls(t *testing.T, s *stage, c imageClient) {
	const image = ecrServer + "/" + appImage
	secrets := s.rightSecrets()
	delete(secrets, ecrPrefix)
	before := s.newHome(t, homeConfig{secrets: secrets})
	output := before.refuse(t, c.pull(image, "")...)
	t.Logf("no secret is set:\n$ docker pull %s\n%s", image, output)
	checkNoHelperLine(t, output)

	secrets[ecrPrefix] = s.newWrongKey()
	wrong := s.newHome(t, homeConfig{secrets: secrets, ownCache: true})
	output = wrong.refuse(t, c.pull(image, "")...)
	t.Logf("the secret access key is another's:\n$ docker pull %s\n%s", image, output)
	c.checkHelperLine(t, output, "ECR_CONTAINER_REGISTRY_PASSWORD")

	right, _ := s.newECRHome(t)
	output = c.mustPull(t, right, image)
	t.Logf("the secret access key is right:\n$ docker pull %s\n%s", image, output)
	checkNoHelperLine(t, output)
}

// loginHub logs in to Docker Hub and out. The logout asks the helper for a refresh token first, and posts what looks
// like one to an outside address, which checkNames would see. The password looks like one, with its two dots.
func loginHub(t *testing.T, s *stage, c imageClient) {
	h := s.newHome(t, homeConfig{})
	h.succeedWith(t, s.hub.password, "docker", "login", "--username", s.hub.user, "--password-stdin")
	output := h.succeed(t, "docker", "logout")
	if strings.Contains(output, "WARNING") {
		t.Errorf("the logout warns:\n%s", output)
	}
	if !h.askedFor(t, "erase", hubServer) {
		t.Errorf("the helper was asked to erase %q, want %q", h.asked(t, "erase"), hubServer)
	}
	c.mustPull(t, h, c.hubImage)
	checkNothingKept(t, h)
}
