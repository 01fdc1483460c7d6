package doctor

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// environmentFindings reports what is wrong for every secret, or that there
// is none.
func (d Doctor) environmentFindings(subjects []subject) []Finding {
	found := checkNearNames(secrets.NearNames(d.Helper.Environ))
	if len(subjects) == 0 {
		found = append(found, d.noSecrets())
	}
	needsCache := false
	for _, s := range subjects {
		needsCache = needsCache || s.report.Kind == ExchangeKind || s.report.Kind == AmbientKind
	}
	if !needsCache {
		return found
	}
	switch cache := d.Helper.TokenCache(); {
	case cache.Dir == "" && d.Home == "" && d.Helper.Getenv("DOCKER_CREDENTIAL_SECRETS_CACHE") != "off":
		found = append(found, newFinding(codeCacheUnusable, "without a home directory no ECR token is kept, so every pull asks AWS",
			"set HOME, or DOCKER_CREDENTIAL_SECRETS_CACHE to a directory's absolute path"))
	case cache.Dir != "" && !d.isUsable(cache):
		found = append(found, newFinding(codeCacheUnusable, "no ECR token can be kept in "+cache.Dir+", so every pull asks AWS",
			"make it a directory of your own that only you can write to, or set DOCKER_CREDENTIAL_SECRETS_CACHE to another"))
	}
	return found
}

// settingFindings reports the helper's own variables that can't be used.
func (d Doctor) settingFindings() []Finding {
	var found []Finding
	for _, err := range d.Helper.CheckSettings() {
		found = append(found, newFinding(codeSettingInvalid, err.Error(), "correct it, or unset it"))
	}
	return append(found, d.gitHubFindings()...)
}

// gitHubFindings reports a GITHUB_TOKEN that answers for nothing.
func (d Doctor) gitHubFindings() []Finding {
	if !d.secrets().IgnoresGitHubToken() {
		return nil
	}
	return []Finding{newFinding(codeGitHubServerInvalid, "GITHUB_TOKEN is not used: GITHUB_SERVER_URL is not the https URL of a GitHub server",
		"correct GITHUB_SERVER_URL, as https://github.com, or unset it")}
}

// noSecrets says how the variables may get lost on the way here.
func (d Doctor) noSecrets() Finding {
	message := "no secret is visible: no variable is named <PREFIX>_CONTAINER_REGISTRY_SERVER"
	switch {
	case d.Helper.Getenv("SUDO_USER") != "":
		return newFinding(codeNoSecrets, message, "sudo drops variables: run it with sudo --preserve-env, or as the user who has them")
	case d.Helper.Getenv("CODESPACES") == "true":
		return newFinding(codeNoSecrets, message, "give this repository access to the secrets in GitHub's settings, Codespaces, then stop and start the codespace")
	case d.Helper.Getenv("CI") != "":
		return newFinding(codeNoSecrets, message, "pass the secrets to this job, for instance by env: in its workflow file")
	}
	return newFinding(codeNoSecrets, message, "export the three variables; cron, systemd and programs started from a desktop don't see those of a shell, "+
		"so set them in the crontab, by Environment= or EnvironmentFile=, or in the session's own profile")
}

// isUsable reports whether the cache keeps tokens; one that hangs does not.
func (d Doctor) isUsable(cache ecr.Cache) bool {
	isUsable, _ := within(d.Helper.Timeout(), cache.IsUsable)
	return isUsable
}
