package command

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// noteUnanswered tells which of the registries this helper will have no answer
// for.
func (p Program) noteUnanswered(servers []secrets.Server) {
	set := helper.ReadSecrets(p.Helper.Environ)
	for _, server := range servers {
		// Clients ask for the whole registry, whatever part of it they want.
		whole := secrets.Server{Host: server.Host}
		_, hasSecret := set.Find(whole)
		switch {
		case !isHostName(server.Host):
			p.note("Docker takes %s for an image of Docker Hub: for that registry name docker.io", server)
		case !hasSecret:
			p.note("no secret in the environment is for all of %s yet: see %s doctor %s", server.Host, helper.Name, server.Host)
		}
	}
}

// isHostName reports whether clients take what an image's name begins with for
// a registry (the distribution project's reference.splitDockerDomain).
func isHostName(host string) bool { return strings.ContainsAny(host, ".:") || host == "localhost" }

// noteOthers tells of what else the file knows about the registries.
func (p Program) noteOthers(c configuring, before, after clientconfig.Document) {
	helpers := before.Helpers()
	for i, server := range c.servers {
		if other := helpers[c.change.Keys[i]]; other != "" && other != clientconfig.HelperName {
			p.note("%s was asked of docker-credential-%s until now", server.Host, other)
		}
		for _, key := range after.AuthsOf(server) {
			p.note("a login to %s is kept in the file, in the clear, and grows stale: %s", server.Host, forgetting(c.path, server, key))
		}
	}
	if store := before.Store(); c.change.Default && store != "" && store != clientconfig.HelperName {
		p.note("docker-credential-%s was asked for every registry until now", store)
	}
}

// forgetting returns what takes the key out of auths in the file at path.
func forgetting(path string, server secrets.Server, key string) string {
	if command, ok := clientconfig.Logout(path, server, key); ok {
		return command
	}
	return fmt.Sprintf("delete the key %q of auths", key)
}

// note writes a line that is no error. What a file says in it can't move a
// terminal's cursor.
func (p Program) note(format string, args ...any) {
	line := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, fmt.Sprintf(format, args...))
	p.print("! " + line + "\n")
}
