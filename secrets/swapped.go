package secrets

import (
	"slices"
	"strings"
)

// Misplaced returns the names of the variables whose values are not where they
// belong: first that of SERVER, which seems to hold a password, a token or a
// user name, then that of PASSWORD or USER if the registry is there. It is nil
// for a SERVER that may well be a registry's. What a misplaced SERVER holds is
// not to be shown, written or asked for. No file is opened: a registry that a
// _FILE variable leads to is not seen.
//
// A false alarm costs its owner the pulls, a miss shows a password. So a
// PASSWORD or USER alone proves it only where nothing but a registry is
// called so, and one that merely looks like a registry only beside a SERVER
// that does not.
func (s Secret) Misplaced() []string {
	if other, _, ok := s.registryElsewhere(); ok {
		return []string{s.ServerVariable(), other.Name}
	}
	if isToken(s.ServerText()) && !isSurelyServer(s.ServerText()) {
		return []string{s.ServerVariable()}
	}
	return nil
}

// registryElsewhere returns the variable that holds the registry in the place
// of SERVER, and that registry.
func (s Secret) registryElsewhere() (holder Variable, registry Server, ok bool) {
	text := s.ServerText()
	for _, f := range []Field{Password, User} {
		holder, ok = s.used(f)
		value := holder.value.Reveal()
		if !ok || holder.IsFile || !mayBeServer(value) || isToken(value) {
			continue // as most passwords; every secret is looked at
		}
		registry, ok = readServer(value)
		switch {
		case !ok:
		case isKnownRegistry(registry.Host) && !isUndoubtedServer(text):
			return holder, registry, true
		case isSurelyRegistry(value, registry) && !isSurelyServer(text):
			return holder, registry, true
		case isAddress(registry.Host) && !strings.ContainsAny(text, ".:"):
			return holder, registry, true
		case isLikelyRegistry(value, registry) && !isSurelyServer(text) && !isLikelyServer(text):
			return holder, registry, true
		}
	}
	return Variable{}, Server{}, false
}

// mayBeServer looks at no more than a few characters and the length.
func mayBeServer(text string) bool {
	isOdd := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("{},", r) }
	return len(text) <= 2*maxHostLength && strings.ContainsAny(text, ".:") && !strings.ContainsFunc(TrimSpace(text), isOdd)
}

// isSurelyRegistry reports whether nothing but a registry is called so: a known
// one, and a URL.
func isSurelyRegistry(text string, server Server) bool {
	_, isURL := cutScheme(TrimSpace(text))
	return isURL || isKnownRegistry(server.Host)
}

// isLikelyRegistry reports whether a text that is no SERVER looks like one: a
// name with a word for registries below any domain, a name in lower case below a
// domain of networks, or one with a port that people give to registries.
func isLikelyRegistry(text string, server Server) bool {
	name, _, hasPort := cutPort(server.Host)
	host := name[:max(0, strings.LastIndexByte(name, '.'))]
	switch labels := strings.Split(name, "."); {
	case hasRegistryWord(host):
		return true
	case Lower(text) != text:
		return false
	case hasPort && (isAddress(name) || name == "localhost" || hasRegistryWord(name)):
		return true
	case !isNetworkDomain(name):
		return false
	case len(labels) == 2:
		return slices.Contains([]string{"com", "net", "org"}, labels[1]) || hasRegistryWord(name)
	}
	return true
}

// isSurelyServer reports whether a SERVER is beyond doubt what it should be: a
// known registry, a URL, an IP address, this machine, or a name with a port.
func isSurelyServer(text string) bool {
	server, ok := readServer(text)
	if !ok {
		return false
	}
	name, _, hasPort := cutPort(server.Host)
	return isSurelyRegistry(text, server) || isAddress(name) || name == "localhost" || hasPort && Lower(text) == text
}

// isUndoubtedServer is isSurelyServer without names with a port, which a
// password may look like.
func isUndoubtedServer(text string) bool {
	server, ok := readServer(text)
	name, _, hasPort := cutPort(server.Host)
	return ok && isSurelyServer(text) && (!hasPort || strings.Contains(name, ".") || isAddress(name) || name == "localhost" || hasRegistryWord(name))
}

// isLikelyServer reports whether a SERVER looks like a registry's: a name below
// a domain of networks, or one with a word for registries.
func isLikelyServer(text string) bool {
	server, ok := readServer(text)
	name, _, _ := cutPort(server.Host)
	return ok && (isNetworkDomain(name) || hasRegistryWord(name))
}

// readServer reads a SERVER in quotes and the like too, but not what stands
// behind an @, which may be in a password.
func readServer(text string) (Server, bool) {
	if strings.Contains(text, "@") {
		return Server{}, false
	}
	if server, ok := ParseServer(text); ok {
		return server, true
	}
	return parseMalformed(text)
}

// isKnownRegistry knows hosts of public registries and of registries as a
// service.
func isKnownRegistry(host string) bool {
	switch host {
	case hubHost, gitHubHost, "quay.io", "gcr.io", "icr.io", "nvcr.io", "lscr.io", "dhi.io", "cgr.dev", "cr.yandex", "public.ecr.aws", "ecr-public.aws.com",
		"mcr.microsoft.com", "registry.gitlab.com", "registry.k8s.io", "registry.access.redhat.com", "registry.redhat.io", "registry.suse.com", "docker.elastic.co",
		"registry.digitalocean.com", "registry.fly.io", "registry.heroku.com", "container-registry.oracle.com", "docker.cloudsmith.io", "docker.pkg.github.com":
		return true
	}
	for _, domain := range []string{
		".azurecr.io", ".azurecr.cn", ".azurecr.us", ".gcr.io", ".pkg.dev", ".icr.io", ".ocir.io", ".jfrog.io", ".ghe.com", ".scw.cloud", ".docker.io", ".aliyuncs.com",
		".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".on.aws", ".on.amazonwebservices.com.cn", ".tencentcloudcr.com", ".myhuaweicloud.com",
	} {
		if strings.HasSuffix(host, domain) {
			return true
		}
	}
	return false
}

// isNetworkDomain reports whether a name of several labels ends as names on the
// Internet and in local networks do: with a country or one of the usual ends.
func isNetworkDomain(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return false
	}
	end := name[dot+1:]
	return len(end) == 2 && isAll(end, isSmallLetter) || slices.Contains([]string{
		"com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "dev", "app", "cloud", "tech", "systems", "example", "test",
		"corp", "internal", "intranet", "lan", "local", "localdomain", "home", "arpa", "private", "svc",
	}, end)
}

// hasRegistryWord reports whether a part of a name is what people call
// registries.
func hasRegistryWord(name string) bool {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	return slices.ContainsFunc(parts, func(part string) bool {
		return slices.Contains([]string{
			"registry", "registries", "docker", "dockerhub", "harbor", "nexus", "artifactory", "quay", "gitlab", "gitea", "zot", "container", "containers",
			"hub", "cr", "acr", "ecr", "oci", "images", "mirror",
		}, strings.TrimRight(part, "0123456789"))
	})
}

func isSmallLetter(c byte) bool { return 'a' <= c && c <= 'z' }
