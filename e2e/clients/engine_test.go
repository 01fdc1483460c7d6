//go:build linux

package clients

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// startEngine starts Docker's daemon with a store of its own and without any network of its own, and returns its
// DOCKER_HOST. Where it is missing, or the test isn't root, there is no engine.
func (s *stage) startEngine(t *testing.T, name string) (host string) {
	t.Helper()
	if _, err := exec.LookPath("dockerd"); err != nil || !s.root {
		return ""
	}
	dir := filepath.Join(s.dir, name)
	testenv.Must(t, os.Mkdir(dir, 0o700))
	t.Cleanup(func() { testenv.UnmountBelow(t, dir) })
	socket := filepath.Join(dir, "docker.sock")
	environ := []string{
		"PATH=" + s.path,
		"HOME=" + dir,
		"TMPDIR=" + dir,
		"HTTPS_PROXY=" + s.proxy.URL(),
		"SSL_CERT_FILE=" + s.ca.Path(),
	}
	engine := testenv.StartDaemon(t, filepath.Join(dir, "dockerd.log"), environ, "dockerd",
		"--data-root", filepath.Join(dir, "data"),
		"--exec-root", filepath.Join(dir, "exec"),
		"--pidfile", filepath.Join(dir, "pid"),
		"--host", "unix://"+socket,
		"--storage-driver", "vfs",
		"--iptables=false", "--ip6tables=false", "--bridge=none")
	engine.Await(t, func() bool {
		conn, err := net.Dial("unix", socket)
		if err != nil {
			return false
		}
		testenv.Must(t, conn.Close())
		return strings.Contains(engine.Output(t), "API listen on")
	})
	return "unix://" + socket
}
