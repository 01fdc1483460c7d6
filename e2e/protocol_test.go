package e2e

import (
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/docker/docker-credential-helpers/client"
	"github.com/docker/docker-credential-helpers/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
)

// TestProtocol lets docker-credential-helpers' own client, which docker and
// others use, judge the program, with the front desk and without.
func TestProtocol(t *testing.T) {
	t.Parallel()
	for name, build := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkProtocol(t, build(t))
		})
	}
}

// A program is one run under the protocol's client, with no variable of this
// machine's environment.
type program struct{ *exec.Cmd }

func (p program) Input(in io.Reader) { p.Stdin = in }

func checkProtocol(t *testing.T, helper string) {
	t.Helper()
	const server, unknown = "mycompany.azurecr.io", "unknown.example"
	want := &credentials.Credentials{ServerURL: server, Username: "acr-user", Secret: plantedSecret}
	program := func(args ...string) client.Program {
		run := exec.CommandContext(t.Context(), helper, args...)
		run.Env = environ.Secret("ACR", server, want.Username, want.Secret).Entries()
		return program{run}
	}

	got, err := client.Get(program, server)
	if err != nil {
		t.Fatalf("get: %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("get: -want +got\n%s", diff)
	}
	if _, err := client.Get(program, unknown); !credentials.IsErrCredentialsNotFound(err) {
		t.Errorf("get of a server without a secret: %v, want not found", err)
	}
	if _, err := client.Get(program, ""); err == nil || !strings.Contains(err.Error(), "no credentials server URL") {
		t.Errorf("get of nothing: %v, want the server missing", err)
	}
	servers, err := client.List(program)
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	if diff := cmp.Diff(map[string]string{server: want.Username}, servers); diff != "" {
		t.Errorf("list: -want +got\n%s", diff)
	}
	if err := client.Store(program, want); err != nil {
		t.Errorf("store of what get answers: %v", err)
	}
	other := &credentials.Credentials{ServerURL: unknown, Username: "u", Secret: "other"}
	if err := client.Store(program, other); err == nil || !strings.Contains(err.Error(), "nothing stored") {
		t.Errorf("store of a server without a secret: %v, want an error", err)
	}
	for _, server := range []string{server, unknown} {
		if err := client.Erase(program, server); err != nil {
			t.Errorf("erase of %s: %v", server, err)
		}
	}
}
