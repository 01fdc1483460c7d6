// Package secrets finds the credentials of container registries among the
// variables of an environment, in the convention of GitHub Codespaces: three
// variables a registry, under any prefix, as in ACR_CONTAINER_REGISTRY_SERVER,
// ACR_CONTAINER_REGISTRY_USER and ACR_CONTAINER_REGISTRY_PASSWORD.
//
// A credential answers for the registry that its SERVER names and for no
// other: there is no wildcard, and a host is matched whole, with its port.
// Names match without regard to case, an upper-case one first; an empty value
// counts as unset. The files that _FILE variables name are read only for the
// secret that is asked for. No error holds a value.
package secrets

import (
	"maps"
	"slices"
	"strings"
)

// A Set is what one environment says of registries.
type Set struct {
	secrets   []*Secret // with a valid SERVER, in the order of their prefixes
	malformed []*Secret // with a SERVER that names none, likewise
	byHost    map[string][]*Secret
	github    *Secret // GITHUB_TOKEN as a secret of its GitHub's registry, if it is set
}

// FromEnviron finds the secrets in an environment of NAME=value entries, as
// os.Environ returns them. Of two entries of one name the first counts.
func FromEnviron(environ []string) Set {
	byPrefix := make(map[string]*Secret)
	var fallback github
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		fallback.add(name, value)
		prefix, field, isFile, ok := ParseName(name)
		if !ok {
			continue
		}
		prefix = FoldPrefix(prefix)
		if byPrefix[prefix] == nil {
			byPrefix[prefix] = &Secret{Prefix: prefix}
		}
		if isFile {
			value = strings.TrimSpace(value) // a path
		}
		byPrefix[prefix].add(field, isFile, variable{name, field.clean(value)})
	}
	set := Set{github: fallback.secret()}
	for _, prefix := range slices.Sorted(maps.Keys(byPrefix)) {
		secret := byPrefix[prefix]
		if !secret.direct[ServerField].isSet() {
			continue
		}
		server, ok := ParseServer(secret.ServerText())
		if ok && secret.Misplaced() == nil {
			secret.Server = server
			set.secrets = append(set.secrets, secret)
		} else {
			set.malformed = append(set.malformed, secret)
		}
	}
	return set
}

// Indexed returns the set in a form that Find is fast with for many servers.
func (s Set) Indexed() Set {
	s.byHost = make(map[string][]*Secret)
	for _, secret := range s.secrets {
		s.byHost[secret.Server.Host] = append(s.byHost[secret.Server.Host], secret)
	}
	return s
}

// Find returns the secret that answers for the asked server: of those that
// cover it the one with the longest path; among these a complete one before
// an incomplete one; then the first prefix in byte order. GITHUB_TOKEN answers
// for the registry of its GitHub when nothing else covers that. The secret found may be incomplete.
// serverAlone tells whether at this registry SERVER alone makes a secret
// complete (see Secret.Missing).
func (s Set) Find(asked Server, serverAlone bool) (Secret, bool) {
	candidates := s.secrets
	if s.byHost != nil {
		candidates = s.byHost[asked.Host]
	}
	var best *Secret
	for _, candidate := range candidates {
		if candidate.Server.Covers(asked) && (best == nil || candidate.outranks(best, serverAlone)) {
			best = candidate
		}
	}
	if best == nil && s.github != nil && s.github.Server.Covers(asked) {
		best = s.github
	}
	if best == nil {
		return Secret{}, false
	}
	return *best, true
}

// FindMalformed returns the first secret whose SERVER names no registry but
// was meant for the asked server.
func (s Set) FindMalformed(asked Server) (Secret, bool) {
	for _, secret := range s.malformed {
		if meant, ok := secret.meantServer(); ok && meant.Covers(asked) {
			return *secret, true
		}
	}
	return Secret{}, false
}

// Answering returns the secrets that answer for their own server, in the
// order of All: what Find returns for it, for each. serverAlone is that of
// Find for a server.
func (s Set) Answering(serverAlone func(Server) bool) []Secret {
	best := make(map[Server]*Secret)
	for _, secret := range s.secrets {
		if other := best[secret.Server]; other == nil || secret.outranks(other, serverAlone(secret.Server)) {
			best[secret.Server] = secret
		}
	}
	var answering []Secret
	for _, secret := range s.secrets {
		if best[secret.Server] == secret {
			answering = append(answering, *secret)
		}
	}
	if s.github != nil && best[s.github.Server] == nil {
		answering = append(answering, *s.github)
	}
	return answering
}

// All returns the secrets with a valid SERVER in the order of their prefixes,
// incomplete and outranked ones too, and after them that of GITHUB_TOKEN.
func (s Set) All() []Secret {
	all := values(s.secrets)
	if s.github != nil {
		all = append(all, *s.github)
	}
	return all
}

// meantServer returns the server that a malformed secret is for.
func (s Secret) meantServer() (Server, bool) {
	if _, registry, ok := s.registryElsewhere(); ok {
		return registry, true
	}
	if s.Misplaced() != nil {
		return Server{}, false
	}
	return parseMalformed(s.ServerText())
}

// Malformed returns the secrets whose SERVER can't name a registry or is
// Misplaced, in the order of their prefixes.
func (s Set) Malformed() []Secret { return values(s.malformed) }

func values(secrets []*Secret) []Secret {
	all := make([]Secret, 0, len(secrets)+1)
	for _, secret := range secrets {
		all = append(all, *secret)
	}
	return all
}

// outranks compares two secrets that both cover the asked server. Of equals
// neither outranks the other.
func (s *Secret) outranks(other *Secret, serverAlone bool) bool {
	if len(s.Server.Path) != len(other.Server.Path) {
		return len(s.Server.Path) > len(other.Server.Path)
	}
	return s.Missing(serverAlone) == nil && other.Missing(serverAlone) != nil
}
