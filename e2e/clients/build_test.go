//go:build linux

package clients

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

func buildBehaviours() []behaviour {
	return []behaviour{{
		name:    "build-ecr",
		applies: func(c imageClient) bool { return c.build != nil },
		run: func(t *testing.T, s *stage, c imageClient) {
			c.mustBuild(t, s.newHome(t, homeConfig{}))
		},
	}}
}

// mustBuild builds an image on top of the private one, which the builder has to pull first.
func (c imageClient) mustBuild(t *testing.T, h *clientHome) {
	t.Helper()
	dir := h.path("work/context")
	testenv.Must(t, os.Mkdir(dir, 0o700))
	base := ecrServer + "/" + appImage
	testenv.Must(t, os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte("FROM "+base+"\nCOPY Dockerfile /added\n"), 0o600))
	const built = "localhost/built:1"
	h.succeed(t, c.build(dir, built)...)
	c.checkAsked(t, h, ecrServer)
	h.succeed(t, c.store.remove(built)...)
	h.succeed(t, c.store.remove(base)...)
}
