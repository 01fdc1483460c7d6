package command

import (
	"fmt"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/doctor"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// noteUnanswered names the registries that this helper will have no answer for, or
// no client will ask for.
func (p Program) noteUnanswered(servers []secrets.Server, set secrets.Set) {
	for _, server := range servers {
		// Clients ask for the whole registry, whatever part of it they want.
		whole := secrets.Server{Host: server.Host}
		if _, hasSecret := set.Find(whole); !hasSecret {
			p.note("no secret in the environment is for all of %s yet: see %s doctor %s", server.Host, helper.Name, server.Host)
		}
		for _, f := range doctor.CheckLookalike(server.Host, "") {
			p.note("%s: %s: %s", server.Host, f.Message, f.Fix)
		}
	}
}

// noteLogins names the logins that the file itself holds for the registries.
func (p Program) noteLogins(c configuring, after clientconfig.Document) {
	for _, server := range c.servers() {
		if stored := clientconfig.StoredLogin(after, c.path, server); stored != nil {
			p.note("%v", stored)
		}
	}
}

// notePodmanRemote says how podman --remote and Docker both work by what stands in
// Docker's own file.
func (p Program) notePodmanRemote(c configuring, after clientconfig.Document) {
	podman := clientconfig.LastingPodmanPath(clientconfig.PodmanPaths(p.Helper.Getenv, p.home()))
	if c.path != clientconfig.DockerPath(p.Helper.Getenv, p.home()) {
		return
	}
	if failure := clientconfig.PodmanRemoteFailure(after, c.path, podman); failure != nil {
		p.note("%s; what works for Docker and podman: %s", failure.Cause, failure.Fix)
	}
}

// note writes a line that is no error.
func (p Program) note(format string, args ...any) {
	p.print("! " + escape.Text(fmt.Sprintf(format, args...)) + "\n")
}
