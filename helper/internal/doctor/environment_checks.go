package doctor

import (
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// checkNoSecrets says how secrets are set, and how they may get lost on the way here,
// if there are none.
func (w world) checkNoSecrets(subjects []subject) []Finding {
	if len(subjects) > 0 {
		return nil
	}
	f := newFinding(codeNoSecrets, "no secret is visible: no variable is named <PREFIX>_CONTAINER_REGISTRY_SERVER",
		"for each registry set three variables, under a prefix of your choice:")
	f.More = `    ACR_CONTAINER_REGISTRY_SERVER=mycompany.azurecr.io
    ACR_CONTAINER_REGISTRY_USER=acr-user
    ACR_CONTAINER_REGISTRY_PASSWORD=...
in a shell: by export, and to keep them in its profile, but the password in a file that only you can read (chmod 600):
    ACR_CONTAINER_REGISTRY_PASSWORD_FILE=/home/me/.config/acr-password
in a codespace: as secrets in GitHub's settings, Codespaces, with access for the repository
in GitHub Actions: by env: in the workflow, as
    ACR_CONTAINER_REGISTRY_PASSWORD: ${{ secrets.ACR_CONTAINER_REGISTRY_PASSWORD }}
for docker compose: in the file .env beside compose.yaml
if they are set: ` + w.passOn()
	return []Finding{f}
}

// passOn says how variables that are set elsewhere come here.
func (w world) passOn() string {
	switch {
	case w.Helper.Getenv("SUDO_USER") != "":
		return "sudo drops variables: run it with sudo --preserve-env, or as the user who has them"
	case w.Helper.Getenv("CODESPACES") == "true":
		return "give this repository access to the secrets in GitHub's settings, Codespaces, then stop and start the codespace"
	case w.Helper.Getenv("GITHUB_ACTIONS") != "":
		return "pass the secrets to this step by env: in its workflow file; jobs of forks get none"
	case w.Helper.Getenv("GITLAB_CI") != "":
		return "protected variables reach the jobs of protected branches and tags alone"
	case w.Helper.Getenv("CI") != "":
		return "pass the secrets to this job, for instance by env: in its workflow file"
	}
	return "export them, since what is only set stays in the shell; cron, systemd and programs started from a desktop " +
		"don't see those of a shell, so set them in the crontab, by Environment= or EnvironmentFile=, or in the session's own profile"
}

// checkCache reports whether tokens can be kept, if a secret gets some. A
// directory that hangs keeps none.
func (w world) checkCache(subjects []subject) []Finding {
	getsTokens := func(s subject) bool {
		return slices.Contains([]Kind{exchangeKind, ambientKind, profileKind, webIdentityKind}, s.report.Kind)
	}
	if !slices.ContainsFunc(subjects, getsTokens) {
		return nil
	}
	cache := w.Helper.TokenCache()
	if cache.Dir == "" {
		if w.Home != "" || w.Helper.Getenv(helper.CacheVariable) == "off" {
			return nil
		}
		return []Finding{newFinding(codeCacheUnusable, "without a home directory no ECR token is kept, so every pull asks AWS",
			"set HOME, or "+helper.CacheVariable+" to a directory's absolute path")}
	}
	err, ok := timelimit.Call(w.Helper.Timeout(), cache.Check)
	switch {
	case !ok:
		err = errHangs
	case err == nil:
		return nil
	}
	return []Finding{newFinding(codeCacheUnusable,
		"no ECR token can be kept in "+cache.Dir+" ("+err.Error()+"), so every pull asks AWS",
		"make it a directory of your own that only you can write to, or set "+helper.CacheVariable+" to another")}
}

// checkSettings reports the helper's own variables that can't be used.
func checkSettings(errs []error) []Finding {
	var found []Finding
	for _, err := range errs {
		found = append(found, newFinding(codeSettingInvalid, err.Error(), "correct it, or unset it"))
	}
	return found
}

// checkGitHubServer reports a GITHUB_TOKEN that answers for nothing.
func checkGitHubServer(set secrets.Set) []Finding {
	if !set.IgnoresGitHubToken() {
		return nil
	}
	return []Finding{newFinding(codeGitHubServerInvalid,
		"GITHUB_TOKEN is not used: GITHUB_SERVER_URL is not the https URL of a GitHub server",
		"correct GITHUB_SERVER_URL, as https://github.com, or unset it")}
}
