package command

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// nameAll takes in the registries of all secrets that could answer, notes those
// that it skips, and reports whether there are such.
func (p Program) nameAll(c *configuring, set secrets.Set) (hasSkipped bool) {
	skip := func(format string, args ...any) {
		hasSkipped = true
		p.note("skipped "+format, args...)
	}
	for _, secret := range set.All() {
		missing := secret.Missing()
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
