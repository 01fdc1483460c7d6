package command

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// nameAll takes in the registries of all secrets that could answer, and notes
// those that are left out, which it reports.
func (p Program) nameAll(c *configuring) (hasLeftOut bool) {
	set := helper.ReadSecrets(p.Helper.Environ)
	leaveOut := func(format string, args ...any) {
		hasLeftOut = true
		p.note("left out "+format, args...)
	}
	seen := make(map[string]bool)
	for _, secret := range set.All() {
		missing := secret.Missing()
		switch {
		case secret.Server.Host == "":
		case missing != nil:
			leaveOut("%s, since %s not set", secret.Server, strings.Join(missing, " and ")+verb(missing))
		case secret.Kind == secrets.GitHubKind && !p.Helper.IsAtGitHub():
			leaveOut("%s, since GITHUB_TOKEN may be meant for other programs; to take it in: %s configure %s",
				secret.Server, helper.Name, secret.Server)
		case secret.Server.Path != "":
			leaveOut("%s, since Docker asks for whole registries only", secret.Server)
		case !seen[secret.Server.Host]:
			seen[secret.Server.Host] = true
			c.servers = append(c.servers, secret.Server)
		}
	}
	for _, secret := range set.All() {
		if !secret.IsMalformed() {
			continue
		}
		if secret.Misplaced() != nil {
			wrong, next := helper.ExplainServer(secret)
			leaveOut("what %s holds: %s: %s", secret.ServerVariable(), wrong, next)
			continue
		}
		leaveOut("what %s names, since that is no registry: write it as mycompany.azurecr.io", secret.ServerVariable())
	}
	return hasLeftOut
}

func verb(missing []string) string {
	if len(missing) == 1 {
		return " is"
	}
	return " are"
}
