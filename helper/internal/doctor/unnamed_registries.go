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
// and no secret is: often one of those whose variables were not passed on.
func (c clients) checkUnnamed(set secrets.Set) []Finding {
	var found []Finding
	for _, config := range append([]configuration{c.docker}, c.podman...) {
		var hosts []string
		remove := helper.Name + " configure --remove" // without a host it would be for all
		if config.path != c.docker.path {
			remove += " --config " + escape.ShellWord(config.path)
		}
		for _, server := range config.document.Ours() {
			host := clientconfig.ShownKey(server.Host)
			if isNamedSomehow(server, set) || slices.Contains(hosts, host) {
				continue
			}
			hosts = append(hosts, host)
			if host == server.Host {
				remove += " " + escape.ShellWord(host)
			}
		}
		switch {
		case len(hosts) == 0:
			continue
		case strings.HasSuffix(remove, "--remove"): // none that can be shown
			remove = "take it out of " + config.path
		}
		meant := ""
		for _, host := range hosts {
			if similar := similarHost(host, set); similar != "" {
				meant += "; did you mean " + similar + " by " + host + "?"
			}
		}
		found = append(found, newFinding(codeUnnamedRegistry,
			"credHelpers in "+config.path+" names this helper for "+strings.Join(hosts, ", ")+", but no secret names that"+meant,
			"set the variables of a secret here too, or: "+remove))
	}
	return found
}

// isNamedSomehow reports whether a secret is, or was meant, for the server.
func isNamedSomehow(server secrets.Server, set secrets.Set) bool {
	_, isFound := set.Find(server)
	_, isFaulty := set.FindFaulty(server)
	return isFound || isFaulty
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
