package doctor

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// TestPanicWhileAsking has what a registry's turn calls panic.
func TestPanicWhileAsking(t *testing.T) {
	t.Parallel()
	d := newDoctor([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD_FILE=/p"})
	d.Helper.ReadFile = func(string) ([]byte, error) { panic("planted") }
	s := subject{server: secrets.Server{Host: "a.example"}}
	d.askGuarded(deadline(t), &s)
	if s.report.Login != Failed || len(s.report.Findings) != 1 || strings.Contains(s.report.Findings[0].Message, "planted") {
		t.Errorf("%+v", s.report)
	}
}
