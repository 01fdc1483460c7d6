package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/doctor"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// name takes in the registries that the arguments name. Of an image it takes
// the registry. One that no client takes for a registry can only be removed.
func (c *configuring) name(names []string, set secrets.Set) error {
	for _, name := range names {
		server, ok := secrets.ParseServer(name)
		switch {
		case !ok && strings.Contains(name, "*"):
			return fmt.Errorf("%q has a *, and clients look for each registry by its whole name: name it so, or use --default", name)
		case !ok:
			return fmt.Errorf("%q is not a registry address: write it as mycompany.azurecr.io", name)
		case !server.IsImageHost() && !c.change.Remove:
			return fmt.Errorf("clients take %q for an image of Docker Hub: for that registry name docker.io", name)
		case !c.change.Remove && doctor.IsImageOfHub(name, set):
			return fmt.Errorf("clients take %q for an image of Docker Hub: for that registry name docker.io, "+
				"and one that is called so as https://%s", name, server.Host)
		}
		if problem := checkMisnamed(server.Host, "it"); problem != nil && !c.change.Remove {
			return fmt.Errorf("%s: %v", server.Host, problem)
		}
	}
	c.registries = names
	return nil
}

// servers returns the registries, each once.
func (c configuring) servers() []secrets.Server {
	var servers []secrets.Server
	for _, registry := range c.registries {
		if server, _ := secrets.ParseServer(registry); !slices.Contains(servers, server) {
			servers = append(servers, server)
		}
	}
	return servers
}

// nameAll takes in the registries of all secrets that could answer, notes those
// that it skips, and reports whether there are such.
func (p Program) nameAll(c *configuring, set secrets.Set) (hasSkipped bool) {
	skip := func(format string, args ...any) {
		hasSkipped = true
		p.note("skipped "+format, args...)
	}
	for _, secret := range set.All() {
		missing, misnamed := secret.Missing(), checkMisnamed(secret.Server.Host, secret.ServerVariable())
		switch {
		case secret.Server.Host == "":
		case missing != nil:
			skip("%s, since %s", secret.Server, helper.AreNotSet(missing))
		case secret.Kind == secrets.GitHubKind && !p.Helper.IsAtGitHub():
			skip("%s, since GITHUB_TOKEN may be meant for other programs; to take it in: %s configure %s",
				secret.Server, helper.Name, secret.Server)
		case secret.Pattern != "":
			skip("%s, since clients look for each registry by its whole name: name those that you use as arguments, "+
				"or have Docker ask for all by --default and podman by credential-helpers in registries.conf", secret.Server)
		case misnamed != nil:
			skip("%s: %v", secret.Server, misnamed)
		case !secret.Server.IsImageHost():
			skip("%s, since clients take it for an image of Docker Hub", secret.Server)
		case secret.Server.Path != "":
			skip("%s, since Docker asks for whole registries only", secret.Server)
		default:
			c.registries = append(c.registries, secret.ServerText())
		}
	}
	for _, secret := range set.All() {
		if !secret.IsMalformed() {
			continue
		}
		problem, fix := helper.ExplainServer(secret)
		skip("what %s holds: %s: %s", secret.ServerVariable(), problem, fix)
	}
	return hasSkipped
}

// checkMisnamed refuses a host that is certainly not a registry's. The name is of
// what holds it.
func checkMisnamed(host, name string) error {
	for _, f := range doctor.CheckLookalike(host, name) {
		if f.Severity == doctor.Error {
			return fmt.Errorf("%s: %s", f.Message, f.Fix)
		}
	}
	return nil
}
