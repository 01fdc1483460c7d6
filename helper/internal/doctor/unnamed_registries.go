package doctor

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// checkUnnamed reports registries for which a configuration names this helper,
// and no secret is: often one of those whose variables were not passed on. Secrets whose
// SERVER is wrong may be meant for as many, and then the configuration is right.
func (c clients) checkUnnamed(set secrets.Set) []Finding {
	var found []Finding
	for _, config := range append([]configuration{c.docker}, c.podman...) {
		var hosts, removable []string
		var meant []string // prefixes of secrets that were meant for others
		for _, server := range config.document.Ours() {
			if faulty, ok := set.FindFaulty(server); ok {
				meant = append(meant, faulty.Prefix)
			}
			host := clientconfig.ShownKey(server.Host)
			if config.isNamedSomehow(server, set) || slices.Contains(hosts, host) {
				continue
			}
			hosts = append(hosts, host)
			if host == server.Host {
				removable = append(removable, escape.ShellWord(host))
			}
		}
		wrong := lostServers(set, meant)
		if len(hosts) <= len(wrong) {
			continue
		}
		remove := helper.Name + " configure --remove "
		if config.path != c.docker.path {
			remove += "--config " + escape.ShellWord(config.path) + " "
		}
		fix := "set the variables of a secret here too, or: " + remove + strings.Join(removable, " ")
		switch {
		case len(wrong) > 0:
			fix = "correct " + strings.Join(wrong, " and ") + " first, then run doctor again"
		case len(removable) == 0: // without a host it would be for all
			fix = "set the variables of a secret here too, or: take it out of " + config.path
		}
		found = append(found, newFinding(codeUnnamedRegistry, "credHelpers in "+config.path+" names this helper for "+
			strings.Join(hosts, ", ")+", but no secret names that"+similarOnes(hosts, set), fix))
	}
	return found
}

// similarOnes names the secrets' hosts that may be meant by others.
func similarOnes(hosts []string, set secrets.Set) (text string) {
	for _, host := range hosts {
		if similar := similarHost(host, set); similar != "" {
			text += "; did you mean " + similar + " by " + host + "?"
		}
	}
	return text
}

// isNamedSomehow reports whether a secret is, or was meant, for the server. One for
// a part of the registry is said to be for too little, unless the store is asked for it.
func (c configuration) isNamedSomehow(server secrets.Server, set secrets.Set) bool {
	_, isFound := set.Find(server)
	_, isFaulty := set.FindFaulty(server)
	isPart := c.document.Store() != clientconfig.HelperName && slices.ContainsFunc(set.All(), func(secret secrets.Secret) bool {
		return secret.Server.Host == server.Host && secret.Server.Path != ""
	})
	return isFound || isFaulty || isPart
}

// lostServers returns the variables of SERVER of the secrets that name no registry,
// where one could be: it is wrong, or is not set. Those of the known prefixes are not
// among them.
func lostServers(set secrets.Set, known []string) []string {
	var variables []string
	for _, secret := range set.All() {
		server := secret.Server
		isWrong := secret.IsMalformed() || server.Host != "" && (!server.IsImageHost() || isNoRegistry(CheckLookalike(server.Host, "")))
		isMissing := !secret.Has(secrets.ServerField) && slices.ContainsFunc(secret.Variables(), isRead)
		if secret.Kind != secrets.GitHubKind && !isEmpty(secret) && !slices.Contains(known, secret.Prefix) && (isWrong || isMissing) {
			variables = append(variables, secret.ServerVariable())
		}
	}
	return variables
}

// checkStoreOnly reports registries that only credsStore names this helper for.
// Clients that read the file themselves ask a store for what they find in it
// alone (dockercfg, of testcontainers-go).
func (c clients) checkStoreOnly(subjects []subject) []Finding {
	config := c.docker.document
	if config.Store() != clientconfig.HelperName {
		return nil
	}
	var hosts []string
	for _, s := range subjects {
		isNamed := len(config.HelpersOf(s.server))+len(config.AuthsOf(s.server)) > 0
		if s.isForDocker() && !s.isImplied() && !isNamed {
			hosts = append(hosts, s.server.Host)
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	return []Finding{newFinding(codeStoreOnly,
		"credsStore in "+c.docker.path+" is enough for Docker, but not for testcontainers-go, which asks only for registries in "+
			"credHelpers or auths: not for "+strings.Join(hosts, ", "), configure())}
}
