package secrets

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

const (
	gitHubHost = "ghcr.io"
	// defaultGitHubUser is the user name that GitHub documents for tokens of
	// workflows and apps; its registries accept any.
	defaultGitHubUser = "x-access-token"
)

// gitHubToken names the token that GitHub gives every codespace and workflow
// job. It is good for the GitHub that gave it.
const gitHubToken = "GITHUB_TOKEN"

// gitHubVariables are the variables of GitHub that make a secret, those of one
// field in the order in which they count.
func gitHubVariables() []Variable {
	return []Variable{
		{Name: "GITHUB_SERVER_URL", Field: ServerField},
		{Name: "GITHUB_USER", Field: User},
		{Name: "GITHUB_ACTOR", Field: User},
		{Name: gitHubToken, Field: Password},
	}
}

// isOfOtherForge reports whether an entry of the environment says that GitHub's
// variables are those of a job of Gitea or Forgejo, whose runners set them too.
// Their token is good for no container registry
// (https://github.com/go-gitea/gitea/issues/23642).
func isOfOtherForge(entry string) bool {
	return entry == "GITEA_ACTIONS=true" || entry == "FORGEJO_ACTIONS=true"
}

// gitHubSecret returns the secret that GitHub's variables make, nil without a
// token of GitHub's. Of two entries of one name the first that is not empty
// counts. The secret has no server if GITHUB_SERVER_URL is not the https URL of
// a GitHub server.
func gitHubSecret(environ []string) *Secret {
	if slices.ContainsFunc(environ, isOfOtherForge) {
		return nil
	}
	secret := &Secret{Kind: GitHubKind}
	for _, v := range gitHubVariables() {
		start := v.Name + "="
		for _, entry := range environ {
			value, ok := strings.CutPrefix(strings.TrimPrefix(entry, byteOrderMark), start)
			if !ok {
				continue
			}
			if v = newVariable(v.Name, v.Field, false, value); !v.value.IsEmpty() {
				secret.variables = append(secret.variables, v)
				break
			}
		}
	}
	settle(secret.variables)
	if !secret.Has(Password) {
		return nil
	}
	if !secret.Has(User) {
		user := newVariable("GITHUB_USER", User, false, defaultGitHubUser)
		user.Use = implied
		secret.variables = append(secret.variables, user)
	}
	url, _ := secret.used(ServerField)
	secret.Server.Host = gitHubRegistry(url.value.Reveal())
	return secret
}

// gitHubRegistry returns the host of the registry that belongs to the GitHub
// of a GITHUB_SERVER_URL, which jobs and codespaces of github.com have as
// https://github.com. Those of other GitHubs are named after their server, on
// GHE.com and, where it has subdomain isolation, on GitHub Enterprise Server:
// https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/feature-overview-for-github-enterprise-cloud-with-data-residency
// https://docs.github.com/en/enterprise-server@latest/packages/working-with-a-github-packages-registry/working-with-the-container-registry
// It is empty for what is not the https URL of a named server alone.
func gitHubRegistry(serverURL string) (host string) {
	if serverURL == "" {
		return gitHubHost
	}
	authority, isURL := ascii.CutPrefixFold(serverURL, "https://")
	server, ok := parseHost(ascii.Lower(strings.TrimSuffix(authority, "/")))
	switch {
	case !isURL || !ok || isAddress(server):
		return ""
	case server == "github.com":
		return gitHubHost
	}
	host, _ = parseHost("containers." + server)
	return host
}
