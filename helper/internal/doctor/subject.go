package doctor

import (
	"strings"
	"unicode/utf8"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A subject is a secret, or a registry without one, under examination.
type subject struct {
	group  group
	secret secrets.Secret // the zero value if there is none
	// server is empty if the secret names none.
	server secrets.Server
	image  name.Reference // nil unless one was asked for
	// isAnswering is true if get for the server uses this secret.
	isAnswering bool
	isMalformed bool
	// isAsked is true if the registry was asked for by name.
	isAsked bool
	report  Registry
}

// isImplied reports whether nobody set the secret as one of a registry, or
// asked for it: GITHUB_TOKEN is there for other programs too. What is wrong
// with it is then only a warning.
func (s subject) isImplied(targets []Target) bool {
	return len(targets) == 0 && s.report.Kind == helper.GitHubKind
}

// asked returns what a client asks the helper for.
func (s subject) asked() string { return s.server.String() }

// isPlain reports whether the subject's secret names it by http://.
func (s subject) isPlain() bool { return s.secret.Server.Host != "" && isPlain(s.secret) }

// subjects returns one subject for each secret, or for each target.
func (d Doctor) subjects(targets []Target) []subject {
	set, groups := d.secrets(), groupVariables(d.Helper.Environ)
	prefixes := prefixFindings(groups)
	var subjects []subject
	if len(targets) > 0 {
		of := make(map[string]group, len(groups))
		for _, g := range groups {
			of[g.prefix] = g
		}
		for _, target := range targets {
			subjects = append(subjects, targetSubject(target, set, of))
		}
	} else {
		subjects = allSubjects(set, groups)
	}
	for i := range subjects {
		s := &subjects[i]
		if finding, ok := prefixes[s.group.prefix]; ok {
			s.report.Findings = append(s.report.Findings, finding)
		}
		if s.group.prefix == "" && s.secret.Has(secrets.Password) {
			s.group = d.gitHubGroup()
		}
	}
	return subjects
}

func allSubjects(set secrets.Set, groups []group) []subject {
	valid, malformed := make(map[string]secrets.Secret), make(map[string]secrets.Secret)
	for _, secret := range set.All() {
		switch {
		case secret.IsMalformed():
			malformed[secret.Prefix] = secret
		case secret.Server.Host != "":
			valid[secret.Prefix] = secret
		}
	}
	var subjects []subject
	for _, g := range groups {
		if g.isForeign() {
			continue
		}
		s := subject{group: g}
		if secret, ok := valid[g.prefix]; ok {
			s.secret, s.server = secret, secret.Server
			s.isAnswering = set.Answers(secret)
		} else if secret, ok := malformed[g.prefix]; ok {
			s.secret, s.isMalformed = secret, true
		}
		subjects = append(subjects, s)
	}
	if gitHub, ok := valid[""]; ok && set.Answers(gitHub) {
		subjects = append(subjects, subject{secret: gitHub, server: gitHub.Server, isAnswering: true})
	}
	return subjects
}

func targetSubject(target Target, set secrets.Set, groups map[string]group) subject {
	s := subject{server: target.server, image: target.image, isAsked: true}
	secret, ok := set.Find(target.server)
	if !ok {
		secret, s.isMalformed = set.FindMalformed(target.server)
	}
	s.isAnswering = ok
	if ok || s.isMalformed {
		s.secret = secret
	}
	s.group = groups[secret.Prefix]
	return s
}

// gitHubGroup returns the variables that stand for a secret of GitHub's own
// registry.
func (d Doctor) gitHubGroup() group {
	var g group
	for _, v := range []variable{
		{name: "GITHUB_SERVER_URL", field: secrets.ServerField},
		{name: "GITHUB_USER", field: secrets.User},
		{name: "GITHUB_ACTOR", field: secrets.User},
		{name: "GITHUB_TOKEN", field: secrets.Password},
	} {
		if v.value = d.Helper.Getenv(v.name); v.value != "" {
			g.read = append(g.read, v)
		}
	}
	return g
}

// examineOffline fills in what can be told without asking anybody.
func (d Doctor) examineOffline(s *subject, known clients) {
	values := d.readValues(s.group)
	r := &s.report
	r.Server, r.Prefix, r.Login = s.server.String(), s.group.prefix, Untried
	if s.image != nil {
		r.Image = s.image.Name()
	}
	r.Variables = s.group.variables(values)
	found := append(r.Findings, s.group.nameFindings()...)
	found = append(found, s.group.valueFindings(values)...)
	found = append(found, d.secretFindings(*s)...)
	if s.isAnswering {
		r.Kind = d.Helper.KindOf(s.secret)
	}
	if s.isComplete() && s.secret.Server.Path == "" {
		found = append(found, known.registryFindings(s.server)...)
	}
	r.Findings = append([]Finding{}, found...)
}

// isComplete reports whether get answers for the subject, as far as names of
// variables tell.
func (s subject) isComplete() bool {
	return s.isAnswering && s.secret.Missing() == nil
}

// secretFindings looks at the secret as a whole.
func (d Doctor) secretFindings(s subject) []Finding {
	switch {
	case s.isMalformed:
		return malformedFindings(s.secret)
	case s.server.Host == "" && s.group.isEmpty():
		return []Finding{doubtful("empty", "all of its variables are empty, as CI systems pass secrets that don't exist", "set them, or unset them")}
	case s.server.Host == "" && !s.group.has(secrets.ServerField) && len(s.group.read) > 0:
		return []Finding{wrong("incomplete", s.group.nameOf(secrets.ServerField)+" is not set", "set it to the registry, as in mycompany.azurecr.io")}
	case s.secret.Server.Host == "":
		return nil
	case !s.isAnswering:
		best, _ := d.secrets().Find(s.server)
		return append(serverFindings(s.secret), doubtful("outranked", "not used: "+best.ServerVariable()+" names the same registry and comes first, being complete or first by its name",
			"unset one of the two, or add a path to one of them"))
	}
	return serverFindings(s.secret)
}

// readValues returns the value of each variable, from its file if it names
// one that can be read.
func (d Doctor) readValues(g group) map[string]string {
	values := make(map[string]string)
	for _, v := range g.read {
		values[v.name] = v.value
		if !v.isFile || v.value == "" {
			continue
		}
		content, err := d.Helper.ReadFile(strings.TrimSpace(v.value))
		if err != nil {
			content = nil // get says why
		}
		values[v.name] = string(content)
	}
	return values
}

// variables tells of each variable of the group what may be told.
func (g group) variables(values map[string]string) []Variable {
	told := []Variable{}
	for _, v := range g.read {
		state := setState
		switch {
		case v.value == "":
			state = emptyState
		case v.isFile:
			state = fileState
		}
		told = append(told, Variable{v.name, state, utf8.RuneCountInString(values[v.name])})
	}
	for _, v := range g.unread {
		told = append(told, Variable{v.name, unreadState, utf8.RuneCountInString(v.value)})
	}
	return told
}
