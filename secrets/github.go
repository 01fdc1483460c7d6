package secrets

// defaultGitHubUser is the user name that GitHub documents for tokens of
// workflows and apps; ghcr.io accepts any.
const defaultGitHubUser = "x-access-token"

// github is what GitHub gives every codespace and workflow job, and what a
// codespace logs in to ghcr.io with.
type github struct{ token, user, actor variable }

func (g *github) add(name, value string) {
	switch name {
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

// secret is the same in the form of a secret of ghcr.io, nil without a token.
func (g *github) secret() *Secret {
	if !g.token.isSet() {
		return nil
	}
	user := g.user
	if !user.isSet() {
		user = g.actor
	}
	if !user.isSet() {
		user = variable{"GITHUB_USER", defaultGitHubUser}
	}
	secret := &Secret{Server: Server{Host: "ghcr.io"}}
	secret.direct[ServerField] = variable{"GITHUB_TOKEN", secret.Server.Host}
	secret.direct[User] = user
	secret.direct[Password] = g.token
	return secret
}
