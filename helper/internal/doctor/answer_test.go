package doctor

import (
	"context"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// TestPanicWhileAsking has what a registry's turn calls panic.
func TestPanicWhileAsking(t *testing.T) {
	t.Parallel()
	d := newDoctor([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u", "A_CONTAINER_REGISTRY_PASSWORD_FILE=/p"})
	d.Helper.ReadFile = func(string) ([]byte, error) { panic("planted") }
	report := d.readWorld().ask(deadline(t), subject{server: secrets.Server{Host: "a.example"}})
	if report.Login != failed || len(report.Findings) != 1 || strings.Contains(report.Findings[0].Message, "planted") {
		t.Errorf("%+v", report)
	}
}

// TestHangingQuestion has what a registry's turn calls never return.
func TestHangingQuestion(t *testing.T) {
	t.Parallel()
	d := newDoctor([]string{"A_CONTAINER_REGISTRY_SERVER=123456789012.dkr.ecr.us-east-1.amazonaws.com", "A_CONTAINER_REGISTRY_USER=AKIAIOSFODNN7EXAMPLE",
		"A_CONTAINER_REGISTRY_PASSWORD=planted", "DOCKER_CREDENTIAL_SECRETS_TIMEOUT=20ms"})
	d.Offline = false
	d.Exchange = func(context.Context, *ecr.Entry) (ecr.Token, error) { select {} }
	report := examined(t, d)
	last := report.Registries[0].Findings
	if len(last) == 0 || !strings.Contains(last[len(last)-1].Message, "on a file system that hangs") || strings.Contains(last[len(last)-1].Message, "planted") {
		t.Errorf("%+v", last)
	}
}

// TestReadOnce reads a file twice, and another.
func TestReadOnce(t *testing.T) {
	t.Parallel()
	reads := 0
	readFile := readOnce(func(path string) ([]byte, error) {
		reads++
		return []byte(path), nil
	})
	for _, path := range []string{"a", "b", "a"} {
		if content, err := readFile(path); string(content) != path || err != nil {
			t.Errorf("%s: %q, %v", path, content, err)
		}
	}
	if reads != 2 {
		t.Errorf("%d reads, want 2", reads)
	}
}
