package secrets

import "strings"

const (
	gitHubRegistry = "ghcr.io"
	// defaultGitHubUser is the user name that GitHub documents for tokens of
	// workflows and apps; its registries accept any.
	defaultGitHubUser = "x-access-token"
)

// github is what GitHub gives every codespace and workflow job: a token that
// is good for the GitHub that gave it, and the address of that one.
type github struct{ server, token, user, actor variable }

func (g *github) add(name, value string) {
	switch name {
	case "GITHUB_SERVER_URL":
		g.server.setFirst(name, ServerField.clean(value))
	case "GITHUB_TOKEN":
		g.token.setFirst(name, Password.clean(value))
	case "GITHUB_USER":
		g.user.setFirst(name, User.clean(value))
	case "GITHUB_ACTOR":
		g.actor.setFirst(name, User.clean(value))
	}
}

func (v *variable) setFirst(name, value string) {
	if !v.isSet() {
		*v = variable{name, value}
	}
}

// secret is the same in the form of a secret of that GitHub's registry, nil
// without a token or a registry.
func (g *github) secret() *Secret {
	host, ok := g.registry()
	if !g.token.isSet() || !ok {
		return nil
	}
	user := g.user
	if !user.isSet() {
		user = g.actor
	}
	if !user.isSet() {
		user = variable{"GITHUB_USER", defaultGitHubUser}
	}
	secret := &Secret{Server: Server{Host: host}}
	secret.direct[ServerField] = variable{"GITHUB_TOKEN", host}
	secret.direct[User] = user
	secret.direct[Password] = g.token
	return secret
}

// registry returns the host of the registry that belongs to the GitHub in
// GITHUB_SERVER_URL, which jobs and codespaces of github.com have as
// https://github.com. Those of other GitHubs are named after their server, on
// GHE.com and, where it has subdomain isolation, on GitHub Enterprise Server:
// https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/feature-overview-for-github-enterprise-cloud-with-data-residency
// https://docs.github.com/en/enterprise-server@latest/packages/working-with-a-github-packages-registry/working-with-the-container-registry
// It reports false for what is no https URL of a named server alone.
func (g *github) registry() (host string, ok bool) {
	if !g.server.isSet() {
		return gitHubRegistry, true
	}
	authority, ok := cutPrefixFold(g.server.value, "https://")
	if !ok {
		return "", false
	}
	server, ok := parseHost(Lower(strings.TrimSuffix(authority, "/")))
	switch {
	case !ok || isAddress(server):
		return "", false
	case server == "github.com":
		return gitHubRegistry, true
	}
	return parseHost("containers." + server)
}
