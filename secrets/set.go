// Package secrets finds the credentials of container registries among the
// variables of an environment, in the convention of GitHub Codespaces: three
// variables a registry, under any prefix, as in ACR_CONTAINER_REGISTRY_SERVER,
// ACR_CONTAINER_REGISTRY_USER and ACR_CONTAINER_REGISTRY_PASSWORD.
//
// A credential answers for the registry that its SERVER names and for no
// other: a host is matched whole, with its port. Only in the name of an ECR
// registry may "*" stand for the account, the region or both, since the tokens
// that these secrets get are good for Amazon's hosts alone.
// Names match without regard to case, an upper-case one first; an empty value
// counts as unset. A prefix is letters of ASCII, digits, "_", "-" and ".". A byte
// order mark is no part of a name or a value. The files that _FILE variables name are read only for the
// secret that is asked for. No error holds a value.
package secrets

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// A Set is what one environment says of registries.
type Set struct {
	secrets  []*Secret // in the order of their prefixes
	byServer map[Server]ranking
	// wildcards are the hosts of ECR that have one, in byte order.
	wildcards []string
	isECR     func(host string) bool
	github    *Secret // GITHUB_TOKEN as a secret of its GitHub's registry, if it is set
}

// FromEnviron finds the secrets in an environment of NAME=value entries, as
// os.Environ returns them. Of two entries of one name the first counts. isECR
// reports whether a host is an ECR registry, or stands for several with "*" in
// the place of an account or a region.
func FromEnviron(environ []string, isECR func(host string) bool) Set {
	byPrefix := make(map[string]*Secret)
	for _, entry := range environ {
		name, value, _ := strings.Cut(strings.TrimPrefix(entry, byteOrderMark), "=")
		prefix, ending, ok := splitName(name)
		if !ok || !isPrefix(prefix) {
			continue
		}
		prefix = ascii.Upper(prefix)
		if byPrefix[prefix] == nil {
			byPrefix[prefix] = &Secret{Prefix: prefix}
		}
		byPrefix[prefix].variables = append(byPrefix[prefix].variables, parseVariable(name, ending, value))
	}
	set := Set{byServer: make(map[Server]ranking), isECR: isECR}
	for _, prefix := range slices.Sorted(maps.Keys(byPrefix)) {
		secret := byPrefix[prefix]
		order(secret.variables)
		settle(secret.variables)
		set.secrets = append(set.secrets, secret)
		server, leadsAnywhere, ok := parseServer(secret.ServerText())
		if !ok || leadsAnywhere || secret.Misplaced() != nil {
			continue
		}
		isOfECR := isECR(server.Host)
		if hasWildcard(server.Host) {
			secret.Pattern = server.Host
			if !isOfECR {
				continue
			}
			set.wildcards = append(set.wildcards, server.Host)
		}
		secret.Server = server
		if isOfECR {
			secret.Kind = ECRKind
		}
		set.byServer[server] = set.byServer[server].with(secret)
	}
	slices.Sort(set.wildcards)
	set.github = gitHubSecret(environ)
	return set
}

// A ranking holds the secrets of one server, of each kind the first in byte
// order of the prefixes: a complete one, one that leaves the identity to AWS's own
// tools, one that lacks a part, and one that has nothing of a credential. Each is nil
// if there is none.
type ranking struct{ complete, ambient, half, bare *Secret }

func (r ranking) with(secret *Secret) ranking {
	place := &r.half
	switch {
	case secret.Kind == ECRKind && secret.Source() == AmbientSource:
		place = &r.ambient
	case secret.Missing() == nil:
		place = &r.complete
	case secret.HasNoCredential():
		place = &r.bare
	}
	if *place == nil {
		*place = secret
	}
	return r
}

// best returns the secret that answers for the server. One without a credential
// never does: such are the jobs of forks, which get no secrets but the server.
func (r ranking) best() *Secret {
	return cmp.Or(r.complete, r.ambient, r.half)
}

// Find returns the secret that answers for the asked server: of those that
// cover it one without a wildcard, else one that names the account, else one that
// names the region; among these the one with the longest path; then a complete
// one, for ECR one that says who asks before SERVER alone, before an incomplete one;
// then the first prefix in byte order. GITHUB_TOKEN answers for the registry of its
// GitHub when nothing else covers that. The secret found may lack a part of what it
// answers with, but not all of it. In its Server the asked host is in the place of one
// with wildcards.
func (s Set) Find(asked Server) (Secret, bool) {
	best := s.longest(asked, ranking.best)
	if best == nil {
		best = s.widest(asked)
	}
	if best == nil && s.gitHubCovers(asked) {
		best = s.github
	}
	if best == nil {
		return Secret{}, false
	}
	found := *best
	found.Server.Host = asked.Host
	return found, true
}

// gitHubCovers reports whether GITHUB_TOKEN answers for the asked server where no
// secret does.
func (s Set) gitHubCovers(asked Server) bool {
	return s.github != nil && s.github.Server.Host != "" && s.github.Server.Covers(asked)
}

// FindBare returns the secret that covers the asked server and has no
// credential: of several the one that would answer if it had.
func (s Set) FindBare(asked Server) (Secret, bool) {
	bare := s.longest(asked, func(r ranking) *Secret { return r.bare })
	if bare == nil {
		return Secret{}, false
	}
	return *bare, true
}

// longest returns the secret that is chosen among those of the longest path
// that covers the asked server and has one. It is nil if none has.
func (s Set) longest(asked Server, choose func(ranking) *Secret) *Secret {
	chosen := choose(s.byServer[asked])
	for part := asked; chosen == nil && part.Path != ""; chosen = choose(s.byServer[part]) {
		part.Path = part.Path[:max(0, strings.LastIndexByte(part.Path, '/'))]
	}
	return chosen
}

// FindFaulty returns the secret that is said to be wrong where Find finds none for
// the asked server: one that IsMalformed and was meant for it, else FindBare's.
func (s Set) FindFaulty(asked Server) (Secret, bool) {
	if malformed, ok := s.findMalformed(asked); ok {
		return malformed, true
	}
	return s.FindBare(asked)
}

// findMalformed returns the first secret whose SERVER names no registry but
// was meant for the asked server.
func (s Set) findMalformed(asked Server) (Secret, bool) {
	for _, secret := range s.secrets {
		if !secret.IsMalformed() {
			continue
		}
		if secret.isMeantFor(asked) {
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

// Answers reports whether the secret is what Find returns for its own server.
func (s Set) Answers(secret Secret) bool {
	best, ok := s.Find(secret.Server)
	return ok && best.Prefix == secret.Prefix
}

// IsBare reports whether the secret has no credential and nothing else answers
// for its server, so that it is what FindBare returns for that.
func (s Set) IsBare(secret Secret) bool {
	bare, ok := s.FindBare(secret.Server)
	_, isAnswered := s.Find(secret.Server)
	return ok && !isAnswered && bare.Prefix == secret.Prefix
}

// ShutsOutGitHubToken reports whether the secret can't answer for its server,
// though GITHUB_TOKEN would if the secret were not there.
func (s Set) ShutsOutGitHubToken(secret Secret) bool {
	return len(secret.Missing()) == 1 && s.gitHubCovers(secret.Server) && s.Answers(secret)
}

// All returns every secret, in the order of their prefixes: those that answer,
// outranked, incomplete and malformed ones, those without a SERVER, and those
// whose variables are all empty or not read. The last is that of GITHUB_TOKEN,
// if its GitHub has a registry.
func (s Set) All() []Secret {
	all := make([]Secret, 0, len(s.secrets)+1)
	for _, secret := range s.secrets {
		all = append(all, *secret)
	}
	if s.github != nil && s.github.Server.Host != "" {
		all = append(all, *s.github)
	}
	return all
}

// IgnoresGitHubToken reports whether GITHUB_TOKEN is set and answers for
// nothing, since GITHUB_SERVER_URL is not the https URL of a GitHub server.
func (s Set) IgnoresGitHubToken() bool { return s.github != nil && s.github.Server.Host == "" }

// isMeantFor reports whether a malformed secret was meant for the asked server:
// by the registry that stands in the place of another value, or by a part of
// what SERVER holds, as several servers or a comment behind one.
func (s Secret) isMeantFor(asked Server) bool {
	if _, registry, ok := s.registryElsewhere(); ok {
		return registry.Covers(asked)
	}
	if s.Misplaced() != nil {
		return false
	}
	isSeparator := func(r rune) bool { return strings.ContainsRune(ascii.Space+",;#|=?\\\"'`<>(){}", r) }
	isMeant := func(part string) bool {
		meant, ok := parseMalformed(part)
		return ok && meant.Covers(asked) && strings.Trim(meant.Host, wildcard+".") != ""
	}
	return slices.ContainsFunc(strings.FieldsFunc(s.ServerText(), isSeparator), func(part string) bool {
		if _, ok := parseMalformed(part); ok {
			return isMeant(part)
		}
		return slices.ContainsFunc(strings.Split(part, ":"), isMeant) // https:/host, host:latest
	})
}
