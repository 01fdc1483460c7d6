//go:build linux

package clients

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const chartFile = "app-0.1.0.tgz"

// testHelm is apart from the other clients' tests because helm moves charts only. It finds the helper by the key for
// the registry in Docker's config.json.
func testHelm(t *testing.T, s *stage) {
	testenv.Need(t, "helm")
	s.logVersion(t, "helm", []string{"helm", "version", "--short"})
	c := imageClient{name: "helm", showsAnswer: true}
	t.Run("push-pull-private", func(t *testing.T) {
		s.needPrivate(t)
		moveChart(t, s.newHome(t, homeConfig{}), privateServer)
	})
	t.Run("push-pull-private-by-port", func(t *testing.T) {
		s.needPrivate(t)
		moveChart(t, s.newHome(t, homeConfig{}), s.loop, "--plain-http")
	})
	t.Run("push-pull-ecr", func(t *testing.T) { moveChart(t, s.newHome(t, homeConfig{}), ecrServer) })
	t.Run("push-pull-public", func(t *testing.T) { moveChart(t, s.newHome(t, homeConfig{}), publicServer) })
	t.Run("push-pull-public-of-fork", func(t *testing.T) {
		moveChart(t, s.newHome(t, homeConfig{secrets: map[string]registrySecret{"FORK": {server: publicServer}}}), publicServer)
	})
	t.Run("push-pull-hub", func(t *testing.T) {
		h := s.newHome(t, homeConfig{})
		moveChart(t, h, "docker.io/library")
		c.checkAsked(t, h, hubServer)
	})
	t.Run("push-pull-as-spelled", func(t *testing.T) {
		for _, server := range []string{portServer, capitalServer} {
			secret := s.spelled
			secret.server = server
			moveChart(t, s.newHome(t, homeConfig{secrets: map[string]registrySecret{"SPELLED": secret}, configured: true}), server)
		}
	})
	t.Run("wrong-key-ecr", func(t *testing.T) {
		secrets := s.rightSecrets()
		secrets[ecrPrefix] = s.newWrongKey()
		h := s.newHome(t, homeConfig{secrets: secrets, ownCache: true})
		output := h.refuse(t, "helm", "pull", "oci://"+ecrServer+"/charts/app", "--version", "0.1.0")
		c.checkHelperLine(t, output, ecrServer, "ECR_CONTAINER_REGISTRY_PASSWORD")
	})
	t.Run("login-private", func(t *testing.T) {
		s.needPrivate(t)
		h := s.newHome(t, homeConfig{})
		h.succeedWith(t, s.private.password,
			"helm", "registry", "login", privateServer, "--username", s.private.user, "--password-stdin")
		h.succeed(t, "helm", "registry", "logout", privateServer)
		moveChart(t, h, privateServer)
		checkNothingKept(t, h)
	})
}

// moveChart makes a chart, pushes it, pulls it, and compares.
func moveChart(t *testing.T, h *clientHome, server string, flags ...string) {
	t.Helper()
	chart := h.path("work/chart")
	testenv.Must(t, os.Mkdir(chart, 0o700))
	description := []byte("apiVersion: v2\nname: app\nversion: 0.1.0\n")
	testenv.Must(t, os.WriteFile(filepath.Join(chart, "Chart.yaml"), description, 0o600))
	testenv.Must(t, os.Mkdir(h.path("work/pulled"), 0o700))
	h.succeed(t, "helm", "package", chart)

	h.succeed(t, append([]string{"helm", "push", chartFile, "oci://" + server + "/charts"}, flags...)...)
	h.succeed(t, append([]string{"helm", "pull", "oci://" + server + "/charts/app",
		"--version", "0.1.0", "--destination", "pulled"}, flags...)...)
	pushed, err := os.ReadFile(h.path("work/" + chartFile))
	testenv.Must(t, err)
	pulled, err := os.ReadFile(h.path("work/pulled/" + chartFile))
	testenv.Must(t, err)
	if !bytes.Equal(pushed, pulled) {
		t.Error("the pulled chart is not the pushed one")
	}
}
