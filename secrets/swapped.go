package secrets

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// A likeness is how much a value looks like a registry.
type likeness int

// The likenesses, in order.
const (
	// likeNothing is no host's name, or one that nobody gives, as is a token.
	likeNothing likeness = iota
	// likeHost is a name that hosts have, and passwords and user names now and
	// then, or a single word for registries, which clients take for a part of an
	// image's name.
	likeHost
	// likeRegistry is what most registries look like, and few passwords.
	likeRegistry
	// likeNoOther is what nothing but a registry is called.
	likeNoOther
)

// Misplaced returns the names of the variables whose values are not where they
// belong: first that of SERVER, which seems to hold a password, a token or a
// user name, then that of the variable that holds the registry if there is one.
// It is nil for a SERVER that may well be a registry's. What a misplaced SERVER
// holds is not to be shown, written or asked for. No file is opened: a registry
// that a _FILE variable leads to is not seen.
func (s Secret) Misplaced() []string {
	if other, _, ok := s.registryElsewhere(); ok {
		return []string{s.ServerVariable(), other.Name}
	}
	if isToken(s.ServerText()) {
		return []string{s.ServerVariable()}
	}
	return nil
}

// registryElsewhere returns the variable that holds the registry in the place
// of SERVER, and that registry. A false alarm costs its owner the pulls, a miss
// shows a password. Many user names look like hosts, and few passwords: so USER
// must look far more like a registry than SERVER, another variable more.
func (s Secret) registryElsewhere() (holder Variable, registry Server, ok bool) {
	for _, f := range []Field{Password, User, SessionToken, WebIdentityToken, Profile, RoleARN, ExternalID} {
		holder, _ = s.used(f)
		value := holder.value.Reveal()
		if holder.IsFile || !mayBeServer(value) {
			continue // as most passwords; every secret is looked at
		}
		margin := likeness(1)
		if f == User {
			margin = 2
		}
		if likenessOf(value) >= max(likeRegistry, likenessOf(s.ServerText())+margin) {
			registry, _ = readServer(value)
			return holder, registry, true
		}
	}
	return Variable{}, Server{}, false
}

// mayBeServer looks at no more than a few characters and the length, which
// saves time. Single words but localhost prove nothing in any case.
func mayBeServer(text string) bool {
	isOdd := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("{},", r) }
	isWord := !strings.ContainsAny(text, ".:") && !ascii.EqualFold(text, "localhost")
	return !isWord && len(text) <= 2*maxHostLength && !strings.ContainsFunc(ascii.TrimSpace(text), isOdd)
}

// likenessOf returns what the value of any variable looks like.
func likenessOf(text string) likeness {
	server, ok := readServer(text)
	if !ok || isToken(text) {
		return likeNothing
	}
	if hasWildcard(server.Host) && !slices.Contains(strings.Split(server.Host, "."), wildcard) {
		return likeNothing // as pass*word.de
	}
	host, port, _ := cutPort(server.Host)
	_, isURL := cutScheme(ascii.TrimSpace(text))
	labels := strings.Split(host, ".")
	last := labels[len(labels)-1]
	isMachine, isDotted := isAddress(host) || host == "localhost", len(labels) > 1
	isDomain := isDotted && isUsualEnd(last)
	hasWord := hasRegistryWord(labels[:max(1, len(labels)-1)])
	hasPort := isUsualPort(port) || strings.Contains(text, ":"+httpsPort) // which readServer drops
	switch {
	case isURL, isKnownRegistry(host):
		return likeNoOther
	case !isMachine && !isDomain && (ascii.Lower(text) != text || isDotted && ascii.IsDigit(last[0])):
		return likeNothing // Pass.Word, docker.2024
	case hasPort && (isMachine || isDotted || hasWord), isDomain && hasWord && len(labels) > 2:
		return likeNoOther
	case hasPort, isMachine, isDomain, isDotted && hasWord, len(labels) > 2:
		return likeRegistry
	case port != "", isDotted, hasWord:
		return likeHost
	}
	return likeNothing
}

// isUsualPort reports whether a port is one that people give to a registry, not
// a number that ends a password, as a year does.
func isUsualPort(port string) bool {
	return port == "80" || len(port) > 4 || len(port) == 4 && port > "2100"
}

// readServer reads a SERVER in quotes and the like too, but not what stands
// behind an @, which may be in a password.
func readServer(text string) (Server, bool) {
	if strings.Contains(text, "@") {
		return Server{}, false
	}
	if server, _, ok := parseServer(text); ok {
		return server, true
	}
	return parseMalformed(text)
}

// isKnownRegistry reports whether a host is one of the public registries whose
// names have no more than two labels, by which no rule knows them.
func isKnownRegistry(host string) bool {
	switch host {
	case hubHost, gitHubHost, "quay.io", "gcr.io", "icr.io", "nvcr.io", "lscr.io", "dhi.io", "cgr.dev", "cr.yandex":
		return true
	}
	return false
}

// isUsualEnd reports whether a host's last label is one of those on the
// Internet and in local networks: a country, or one of the usual ends.
func isUsualEnd(label string) bool {
	return len(label) == 2 && ascii.IsAll(label, ascii.IsSmallLetter) || slices.Contains([]string{
		"com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "dev", "app", "aws", "cloud", "tech", "systems",
		"example", "test", "corp", "internal", "intranet", "lan", "local", "localdomain", "home", "arpa", "private", "svc",
	}, label)
}

// hasRegistryWord reports whether a part of a label is what people and clouds
// call registries.
func hasRegistryWord(labels []string) bool {
	return slices.ContainsFunc(labels, func(label string) bool {
		for part := range strings.FieldsFuncSeq(label, func(r rune) bool { return r == '-' || r == '_' }) {
			part = strings.TrimRight(part, "0123456789")
			if strings.HasSuffix(part, "cr") || slices.Contains([]string{ // as acr, azurecr, ecr, gcr and mcr
				"registry", "registries", "reg", "docker", "dockerhub", "harbor", "nexus", "artifactory", "jfrog", "quay", "gitlab",
				"gitea", "zot", "container", "containers", "hub", "oci", "ocir", "images", "mirror", "scw", "swr",
			}, part) {
				return true
			}
		}
		return false
	})
}
