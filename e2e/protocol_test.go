package e2e

import (
	"strings"
	"testing"

	"github.com/docker/docker-credential-helpers/client"
	"github.com/docker/docker-credential-helpers/credentials"
	"github.com/google/go-cmp/cmp"
)

// TestProtocol lets docker-credential-helpers' own client, which docker and
// others use, judge the program.
func TestProtocol(t *testing.T) {
	t.Parallel()
	const server, unknown = "mycompany.azurecr.io", "unknown.example"
	want := &credentials.Credentials{ServerURL: server, Username: "acr-user", Secret: plantedSecret}
	program := client.NewShellProgramFuncWithEnv(builtHelper(t), &map[string]string{
		"ACR_CONTAINER_REGISTRY_SERVER":   server,
		"ACR_CONTAINER_REGISTRY_USER":     want.Username,
		"ACR_CONTAINER_REGISTRY_PASSWORD": want.Secret,
		"GITHUB_TOKEN":                    "",
	})

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
