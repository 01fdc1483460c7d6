package helper

import (
	"strings"
	"testing"
)

// TestServersThatNameNone asks for the registry that a SERVER was meant to
// name: the answer says what is wrong with it, and shows nothing of it.
func TestServersThatNameNone(t *testing.T) {
	t.Parallel()
	const server, user, password = "A_CONTAINER_REGISTRY_SERVER", "A_CONTAINER_REGISTRY_USER", "A_CONTAINER_REGISTRY_PASSWORD"
	const setServer = "set " + server + " to the registry, as in mycompany.azurecr.io"
	for name, test := range map[string]struct{ environ, asked, want string }{
		"quoted": {server + `="a.example" ` + user + "=u " + password + "=" + planted, "a.example",
			server + " is not a registry address: write it as host, host:port or host/path, without quotes"},
		"a user name": {server + "=https://u:" + planted + "@a.example/ " + user + "=u " + password + "=p", "a.example",
			server + " has a user name in it, as user@host: write the host alone, and the user name and password in their own variables"},
		"a token": {server + "=glpat-" + planted + " " + user + "=u " + password + "=p", "glpat-" + planted,
			server + " looks like a password or token: " + setServer},
		"swapped": {server + "=My." + planted + "-P4ss " + user + "=u " + password + "=ghcr.io", "ghcr.io",
			server + " and " + password + " seem to be swapped: " + setServer + ", and check the secret's other values"},
	} {
		r := run{environ: strings.Fields(test.environ), stdin: test.asked}
		if r.do("get"); r.stdout != test.asked+": "+test.want+"\n" || r.status != 1 {
			t.Errorf("%s: status %d, %q, want %q", name, r.status, r.stdout, test.want)
		}
	}
	half := []string{server + "=ghcr.io", user + "=u", "GITHUB_TOKEN=" + planted}
	r := run{environ: half, stdin: "ghcr.io"}
	want := "ghcr.io: " + password + " is not set, which keeps GITHUB_TOKEN from answering for ghcr.io too: set it, or unset " + server + "\n"
	if r.do("get"); r.stdout != want {
		t.Errorf("half a secret beside GITHUB_TOKEN: %q, want %q", r.stdout, want)
	}
	r = run{environ: append(half, "GITHUB_SERVER_URL=https://ghes.corp.example"), stdin: "ghcr.io"}
	if r.do("get"); strings.Contains(r.stdout, "GITHUB_TOKEN") {
		t.Errorf("half a secret beside another GitHub's token: %q", r.stdout)
	}
	unset := ReadSecrets([]string{user + "=u", password + "=" + planted}).All()[0]
	if cause, next := ExplainServer(unset); cause != server+" is not set" || next != setServer {
		t.Errorf("without SERVER: %q, %q", cause, next)
	}
}
