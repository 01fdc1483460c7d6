package doctor

import (
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// checkNoSecrets says how the variables may get lost on the way here, if there
// are none.
func (w world) checkNoSecrets(subjects []subject) []Finding {
	if len(subjects) > 0 {
		return nil
	}
	return []Finding{newFinding(codeNoSecrets, "no secret is visible: no variable is named <PREFIX>_CONTAINER_REGISTRY_SERVER",
		w.passOn())}
}

// passOn says how variables that are set elsewhere come here.
func (w world) passOn() string {
	switch {
	case w.Helper.Getenv("SUDO_USER") != "":
		return "sudo drops variables: run it with sudo --preserve-env, or as the user who has them"
	case w.Helper.Getenv("CODESPACES") == "true":
		return "give this repository access to the secrets in GitHub's settings, Codespaces, then stop and start the codespace"
	case w.Helper.Getenv("CI") != "":
		return "pass the secrets to this job, for instance by env: in its workflow file"
	}
	return "export the three variables; cron, systemd and programs started from a desktop don't see those of a shell, " +
		"so set them in the crontab, by Environment= or EnvironmentFile=, or in the session's own profile"
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
