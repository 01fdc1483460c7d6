//go:build linux

package clients

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/debianregistry"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// behaviour is what a client is seen doing, in a home of its own.
type behaviour struct {
	name    string
	private bool // it needs the private registry
	applies func(imageClient) bool
	run     func(*testing.T, *stage, imageClient)
}

func behaviours() []behaviour {
	return slices.Concat(pullBehaviours(), pushBehaviours(), refusalBehaviours(), loginBehaviours(), buildBehaviours())
}

// TestClients runs the registry clients that people use, with the helper in credHelpers and its secrets in the
// environment, against registries that let nobody in without them. A client that isn't installed is skipped by name;
// with CI=true in the environment it fails.
func TestClients(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	clients := slices.Concat(layoutClients(), podmanClients(s), []imageClient{dockerClient()})
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.need(t, s)
			s.logVersion(t, c.name, c.version)
			for _, b := range behaviours() {
				if b.applies == nil || b.applies(c) {
					t.Run(b.name, func(t *testing.T) {
						if b.private {
							s.needPrivate(t)
						}
						b.run(t, s, c)
					})
				}
			}
			if c.engine {
				testDocker(t, s, c)
			}
		})
	}
	for name, why := range absentClients() {
		t.Logf("client %s is not tried: %s", name, why)
	}
	for _, r := range slices.Concat(engineReaders(), standaloneReaders()) {
		if r.nightly && !testenv.Has(r.programs...) {
			t.Logf("client %s is not tried here: it takes minutes to build, for .github/workflows/nightly.yml", r.name)
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			r.test(t, s)
		})
	}
	t.Run("twenty-services", func(t *testing.T) {
		t.Parallel()
		pullTwentyServices(t, s)
	})
	t.Run("helm", func(t *testing.T) {
		t.Parallel()
		testHelm(t, s)
	})
}

// absentClients would be judged too, if they could be built from what the Go module proxy has, in the time that there is.
func absentClients() map[string]string {
	return map[string]string{
		"cosign 3":      "it takes longer to build than all others; its library, go-containerregistry, is judged by crane and ko",
		"diun 4":        "its module is not there",
		"docker CLI 26": "its module needs a version of github.com/docker/docker that is not there; 28 and 29 are tried",
		"GitLab Runner": "its resolver of credentials needs gitlab.com/gitlab-org/step-runner, which is not there",
		"skopeo 1.18":   "its module is not there; its library, containers/image, is judged at its newest in e2e/clients/libraries",
	}
}

func (s *stage) needPrivate(t *testing.T) {
	t.Helper()
	testenv.Need(t, debianregistry.Programs()...)
}

// versionNumber matches the first version of an output and what follows on its line, up to a parenthesis.
var versionNumber = regexp.MustCompile(`v?[0-9]+\.[0-9]+[^\n(]*`)

func (s *stage) logVersion(t *testing.T, name string, argv []string) {
	t.Helper()
	logVersionIn(t, name, s.newHome(t, homeConfig{}).succeed(t, argv...))
}

func logVersionIn(t *testing.T, name, output string) {
	t.Helper()
	version := strings.TrimSpace(versionNumber.FindString(output))
	if version == "" {
		t.Fatalf("no version in the output of %s:\n%s", name, output)
	}
	t.Logf("client %s %s", name, version)
}
