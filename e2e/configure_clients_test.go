//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/debianregistry"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
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
	for _, client := range []string{"docker", "podman", "skopeo"} {
		t.Run(client, func(t *testing.T) {
			t.Parallel()
			testenv.Need(t, client)
			if client == "podman" && os.Geteuid() != 0 {
				testenv.Missing(t, "podman as root")
			}
			runTyped(t, filepath.Join("testdata", "configure", client), variables)
		})
	}
}

// startDebian starts Debian's docker-registry, with the user of the other
// registries.
func startDebian(t *testing.T) (variables map[string]string) {
	t.Helper()
	testenv.Need(t, debianregistry.Programs()...)
	dir := t.TempDir()
	ca, err := testca.New(dir)
	testenv.Must(t, err)
	registry := debianregistry.Start(t, debianregistry.Config{
		Dir: filepath.Join(dir, "registry"), CA: ca, Name: "registry.example.com",
		Users: map[string]string{"puller": plantedSecrets()["DEBIAN_SECRET"], "other": "other"},
	})
	return map[string]string{"DEBIAN": registry.Plain, "SHORT": shortDir(t)}
}

// shortDir returns a directory with a name short enough for podman, which
// takes 50 characters.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "p")
	testenv.Must(t, err)
	t.Cleanup(func() { testenv.Must(t, os.RemoveAll(dir)) })
	return dir
}
