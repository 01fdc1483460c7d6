//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

// TestDoctorDebian runs the files in testdata/doctor/debian, against Debian's
// docker-registry at $DEBIAN (without TLS) and registry.example.com.
func TestDoctorDebian(t *testing.T) {
	t.Parallel()
	runTyped(t, filepath.Join("testdata", "doctor", "debian"), startDebian(t))
}

// TestConfigureClients lets real clients read what configure has written. Each
// runs the files in the directory of its name in testdata/configure, with
// Debian's docker-registry at $DEBIAN, and a directory for data at $SHORT.
func TestConfigureClients(t *testing.T) {
	t.Parallel()
	variables := startDebian(t)
	s := &stage{ci: os.Getenv("CI") == "true"}
	for _, client := range []string{"docker", "podman", "skopeo"} {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			s.need(t, client)
			if client == "podman" && os.Geteuid() != 0 {
				s.missing(t, "podman as root")
			}
			runTyped(t, filepath.Join("testdata", "configure", client), variables)
		})
	}
}

// startDebian starts Debian's docker-registry, with the user of the other
// registries.
func startDebian(t *testing.T) (variables map[string]string) {
	t.Helper()
	s := &stage{
		dir:     t.TempDir(),
		path:    os.Getenv("PATH"),
		ci:      os.Getenv("CI") == "true",
		private: registrySecret{privateServer, "puller", plantedSecret},
		other:   registrySecret{privateServer, "other", "other"},
	}
	var err error
	s.ca, err = testca.New(s.dir)
	must(t, err)
	_, plain, ok := s.startDebianRegistry(t)
	if !ok {
		s.missing(t, "docker-registry or htpasswd")
	}
	return map[string]string{"DEBIAN": plain, "SHORT": shortDir(t)}
}

// shortDir returns a directory with a name short enough for podman, which
// takes 50 characters.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "p")
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(dir)) })
	return dir
}
