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
	byServer  map[Server]ranking
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
	set := Set{github: fallback.secret(), byServer: make(map[Server]ranking)}
	for _, prefix := range slices.Sorted(maps.Keys(byPrefix)) {
		secret := byPrefix[prefix]
		if !secret.direct[ServerField].isSet() {
			continue
		}
		server, ok := ParseServer(secret.ServerText())
		if ok && secret.Misplaced() == nil {
			secret.Server = server
			set.secrets = append(set.secrets, secret)
			set.byServer[server] = set.byServer[server].with(secret)
		} else {
			set.malformed = append(set.malformed, secret)
		}
	}
	return set
}

// A ranking holds the secrets of one server that may answer for it: the first
// in byte order of the prefixes, and the first complete one, where SERVER alone
// makes no secret complete and where it does. Each is nil if there is none.
type ranking struct{ first, complete, completeAlone *Secret }

func (r ranking) with(secret *Secret) ranking {
	if r.first == nil {
		r.first = secret
	}
	if r.complete == nil && secret.Missing(false) == nil {
		r.complete = secret
	}
	if r.completeAlone == nil && secret.Missing(true) == nil {
		r.completeAlone = secret
	}
	return r
}

func (r ranking) best(serverAlone bool) *Secret {
	best := r.complete
	if serverAlone {
		best = r.completeAlone
	}
	if best == nil {
		return r.first
	}
	return best
}

// Find returns the secret that answers for the asked server: of those that
// cover it the one with the longest path; among these a complete one before
// an incomplete one; then the first prefix in byte order. GITHUB_TOKEN answers
// for the registry of its GitHub when nothing else covers that. The secret
// found may be incomplete. serverAlone tells whether at this registry SERVER
// alone makes a secret complete (see Secret.Missing).
func (s Set) Find(asked Server, serverAlone bool) (Secret, bool) {
	best := s.byServer[asked].best(serverAlone)
	for part := asked; best == nil && part.Path != ""; best = s.byServer[part].best(serverAlone) {
		part.Path = part.Path[:max(0, strings.LastIndexByte(part.Path, '/'))]
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
		// Whoever asks for what SERVER holds knows it, and the rule that it is
		// misplaced may be wrong: that is better said than "not found".
		if written, ok := ParseServer(secret.ServerText()); ok && written.Covers(asked) {
			return *secret, true
		}
	}
	return Secret{}, false
}

// Answering returns the secrets that answer for their own server, in the
// order of All: what Find returns for it, for each. serverAlone is that of
// Find for a server.
func (s Set) Answering(serverAlone func(Server) bool) []Secret {
	var answering []Secret
	for _, secret := range s.secrets {
		if s.byServer[secret.Server].best(serverAlone(secret.Server)) == secret {
			answering = append(answering, *secret)
		}
	}
	if s.github != nil && s.byServer[s.github.Server].first == nil {
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
