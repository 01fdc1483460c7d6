package doctor

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// TestPanicWhileAsking has what a registry's turn calls panic.
func TestPanicWhileAsking(t *testing.T) {
	t.Parallel()
	d := newDoctor([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_USER=u",
		"A_CONTAINER_REGISTRY_PASSWORD_FILE=/p"})
	d.Helper.ReadFile = func(string) ([]byte, error) { panic("planted") }
	report := d.readWorld().ask(deadline(t), subject{server: secrets.Server{Host: "a.example"}})
	if report.Login != failed || len(report.Findings) != 1 || strings.Contains(report.Findings[0].Message, "planted") {
		t.Errorf("%+v", report)
	}
}

// TestHangingQuestion has what a registry's turn calls never return.
func TestHangingQuestion(t *testing.T) {
	t.Parallel()
	d := newDoctor([]string{"A_CONTAINER_REGISTRY_SERVER=123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"A_CONTAINER_REGISTRY_USER=AKIAIOSFODNN7EXAMPLE",
		"A_CONTAINER_REGISTRY_PASSWORD=planted", "DOCKER_CREDENTIAL_SECRETS_TIMEOUT=20ms"})
	d.Offline = false
	d.Exchange = func(context.Context, *ecr.Entry) (ecr.Token, error) { select {} }
	report := examined(t, d)
	last := report.Registries[0].Findings
	if len(last) == 0 || !strings.Contains(last[len(last)-1].Message, "on a file system that hangs") ||
		strings.Contains(last[len(last)-1].Message, "planted") {
		t.Errorf("%+v", last)
	}
}

// TestHangingFiles has the files of more secrets than are asked at once hang.
func TestHangingFiles(t *testing.T) {
	t.Parallel()
	environ := []string{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT=1ms"}
	const secrets = maxAsked + 1
	for i := range secrets {
		p := fmt.Sprintf("P%d_CONTAINER_REGISTRY_", i)
		environ = append(environ, p+"SERVER=a.example", p+"USER=u", fmt.Sprintf("%sPASSWORD_FILE=/%d", p, i))
	}
	d := newDoctor(environ)
	d.Helper.ReadFile = func(string) ([]byte, error) { select {} }
	report, ok := timelimit.Call(20*time.Second, func() Report { return examined(t, d) })
	if !ok || len(report.Registries) != secrets {
		t.Fatalf("ended: %v, %d registries", ok, len(report.Registries))
	}
	for _, r := range report.Registries {
		if r.Server != "a.example" || len(r.Variables) != 3 ||
			!slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Code == "no-answer" }) {
			t.Errorf("%+v", r)
		}
	}
}

// TestHangingConfigurations has all files of clients hang, and PATH, for which
// one waits together.
func TestHangingConfigurations(t *testing.T) {
	t.Parallel()
	getenv := func(name string) string { return map[string]string{"XDG_RUNTIME_DIR": "/run/user/1"}[name] }
	read := func(string) (clientconfig.Document, error) { select {} }
	lookPath := func(string, string) string { select {} }
	c, ok := timelimit.Call(20*time.Second, func() clients { return readClients(time.Millisecond, getenv, "/home/u", read) })
	program, ok2 := timelimit.Call(20*time.Second, func() programs { return readPath(time.Millisecond, "", "", "", lookPath) })
	if !ok || !ok2 {
		t.Fatal("it waits on")
	}
	docker, podman := filepath.FromSlash("/home/u/.docker/config.json"), filepath.FromSlash("/run/user/1/containers/auth.json")
	want := []string{
		"config-unreadable: set DOCKER_CONFIG to a directory on one that answers",
		"not-on-path: take it out of PATH",
		"podman-unreadable: fix it, or remove it", "podman-unreadable: fix it, or remove it",
	}
	if diff := cmp.Diff(want, codes(append(c.checkFiles(nil, false), program.helperFindings...))); diff != "" || c.docker.path != docker ||
		c.podman[0].path != podman {
		t.Errorf("%+v, findings (-want +got):\n%s", c, diff)
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
