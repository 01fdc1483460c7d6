package secrets

import "strings"

// ParseName takes a variable's name apart into prefix, as it is spelled, and
// field. isFile tells whether its value is the name of a file. It reports
// false for a name that is not of the convention.
func ParseName(name string) (prefix string, field Field, isFile, ok bool) {
	if len(name) <= len(Infix) {
		return "", 0, false, false // as most names are; a get looks at them all
	}
	stem, isFile := cutSuffixFold(name, fileEnding)
	for field := range fieldCount {
		if isFile && !field.mayBeFile() {
			continue
		}
		start, ok := cutSuffixFold(stem, field.String())
		if !ok {
			continue
		}
		prefix, ok := cutSuffixFold(start, Infix)
		return prefix, field, isFile, ok && prefix != ""
	}
	return "", 0, false, false
}

// cutSuffixFold is strings.CutSuffix without regard to case.
func cutSuffixFold(s, suffix string) (string, bool) {
	start := len(s) - len(suffix)
	if start < 0 || !strings.EqualFold(s[start:], suffix) {
		return s, false
	}
	return s[:start], true
}

// FoldPrefix turns the letters of ASCII to upper case and nothing else: to
// fold others could make one prefix of two.
func FoldPrefix(prefix string) string {
	folded := []byte(prefix)
	for i, c := range folded {
		if 'a' <= c && c <= 'z' {
			folded[i] = c - 'a' + 'A'
		}
	}
	return string(folded)
}

// add takes a variable in, unless one of the same field has precedence: an
// upper-case name before others, these in byte order.
func (s *Secret) add(field Field, isFile bool, v variable) {
	slot := &s.direct[field]
	if isFile {
		slot = &s.file[field]
	}
	if v.isSet() && (!slot.isSet() || comesFirst(v.name, slot.name)) {
		*slot = v
	}
}

// comesFirst orders names that differ only in case. In byte order upper-case
// letters come before lower-case ones, so a name all in upper case is first.
func comesFirst(name, other string) bool { return name < other }

// defaultGitHubUser is the user name that GitHub documents for tokens of
// workflows and apps; ghcr.io accepts any.
const defaultGitHubUser = "x-access-token"

// github is what GitHub gives every codespace and workflow job, and what a
// codespace logs in to ghcr.io with.
type github struct{ token, user, actor variable }

func (g *github) add(name, value string) {
	switch name {
	case "GITHUB_TOKEN":
		g.token.setFirst(name, Password.clean(value))
	case "GITHUB_USER":
		g.user.setFirst(name, User.clean(value))
	case "GITHUB_ACTOR":
		g.actor.setFirst(name, User.clean(value))
	}
}

func (v *variable) setFirst(name, value string) {
	if !v.isSet() {
		*v = variable{name, value}
	}
}

// secret is the same in the form of a secret of ghcr.io, nil without a token.
func (g *github) secret() *Secret {
	if !g.token.isSet() {
		return nil
	}
	user := g.user
	if !user.isSet() {
		user = g.actor
	}
	if !user.isSet() {
		user = variable{"GITHUB_USER", defaultGitHubUser}
	}
	secret := &Secret{Server: Server{Host: "ghcr.io"}}
	secret.direct[ServerField] = variable{"GITHUB_TOKEN", secret.Server.Host}
	secret.direct[User] = user
	secret.direct[Password] = g.token
	return secret
}
