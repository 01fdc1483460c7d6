//go:build linux

package clients

import (
	"fmt"
	"os"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// pullTwentyServices has compose pull the images of twenty services, all at once: it starts the helper for each.
func pullTwentyServices(t *testing.T, s *stage) {
	const services = 20
	s.needPrivate(t)
	testenv.Need(t, "compose")
	if s.readersEngine == "" {
		testenv.Missing(t, "dockerd")
	}
	file := "services:\n"
	for i := range services {
		image := fmt.Sprintf("%s/services/%d:1", privateServer, i)
		reader{}.seed(t, s, image)
		file += fmt.Sprintf("  app%d: {image: %q}\n", i, image)
	}
	h := s.newHome(t, homeConfig{})
	h.environ = append(h.environ, "DOCKER_HOST="+s.readersEngine)
	testenv.Must(t, os.WriteFile(h.path("work/compose.yaml"), []byte(file), 0o600))
	h.succeed(t, "compose", "pull")
	if got := countOf(h.asked(t, "get"), privateServer); got != services {
		t.Errorf("the helper was asked %d times, want %d", got, services)
	}
}
