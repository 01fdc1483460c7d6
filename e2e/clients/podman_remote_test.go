//go:build linux

package clients

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// testPodmanRemote shows that podman --remote fails for every registry by what Docker needs for Docker Hub, and that
// the commands which configure names then make both work, and podman on its own. It is one of Docker's tests, of which no two
// use the engine at once.
func testPodmanRemote(t *testing.T, s *stage, docker imageClient) {
	local := podmanClient(filepath.Join(s.dir, "local"))
	local.need(t, s)
	remote := s.startPodman(t)
	h := s.newHome(t, homeConfig{configured: true})
	output := h.refuse(t, remote.pull(publicServer+"/"+appImage, "")...)
	if !strings.Contains(output, "key "+hubServer+" contains http[s]:// prefix") {
		t.Errorf("podman --remote does not say why it fails:\n%s", output)
	}
	_, commands, found := strings.Cut(h.succeed(t, s.helper, "configure"), "what works for Docker and podman: ")
	commands, _, _ = strings.Cut(commands, "\n")
	if !found {
		t.Fatal("configure does not name the commands")
	}
	h.succeed(t, "sh", "-c", commands)
	for _, c := range []imageClient{remote, local, docker} {
		t.Run(c.name, func(t *testing.T) {
			for _, image := range []string{c.hubImage, ecrServer + "/" + appImage, publicServer + "/" + appImage} {
				checkNoHelperLine(t, c.mustPull(t, h, image))
			}
			c.mustBuild(t, h)
			testenv.Must(t, os.RemoveAll(h.path("work/context")))
		})
	}
}

// startPodman starts the service of podman, which has no helper, and returns its client.
func (s *stage) startPodman(t *testing.T) imageClient {
	t.Helper()
	dir := filepath.Join(s.dir, "remote") // podman takes 50 characters
	testenv.Must(t, os.Mkdir(dir, 0o700))
	socket := filepath.Join(dir, "socket")
	environ := []string{
		"PATH=" + s.path,
		"HOME=" + dir,
		"TMPDIR=" + dir,
		"XDG_RUNTIME_DIR=" + dir,
		"HTTPS_PROXY=" + s.proxy.URL(),
		"SSL_CERT_FILE=" + s.ca.Path(),
	}
	service := testenv.StartDaemon(t, filepath.Join(dir, "log"), environ,
		append(podmanBase(dir), "system", "service", "--time=0", "unix://"+socket)...)
	service.Await(t, func() bool {
		_, err := os.Stat(socket)
		return err == nil
	})
	remote := storeClient("podman", []string{"podman", "--remote", "--url", "unix://" + socket}, "{{.RootFS.Layers}}")
	remote.name = "podman-remote"
	return remote
}
