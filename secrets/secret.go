package secrets

import (
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A Kind is where the credential of a secret comes from.
type Kind int

// The kinds of secrets.
const (
	// OwnKind answers with USER and PASSWORD as they are.
	OwnKind Kind = iota
	// ECRKind is of an ECR registry, whose tokens AWS gives: see Source. SERVER
	// alone is enough for it.
	ECRKind
	// GitHubKind answers for its GitHub's registry with GITHUB_TOKEN.
	GitHubKind
)

// A Source is what the tokens of a secret of ECRKind are asked for with.
type Source int

// The sources of tokens.
const (
	// KeySource is USER and PASSWORD: AWS keys, or a token that is there already.
	KeySource Source = iota
	// WebIdentitySource is the role that WEB_IDENTITY_TOKEN assumes.
	WebIdentitySource
	// ProfileSource is the AWS profile that PROFILE names.
	ProfileSource
	// AmbientSource is the identity that AWS's own tools find.
	AmbientSource
)

// A Secret is what the environment says of one registry: the variables of
// one prefix.
type Secret struct {
	// Prefix is what the names of the secret's variables begin with, in upper
	// case. It is empty for GITHUB_TOKEN.
	Prefix string
	// Server is the registry, or the part of one, that the secret is for. Its
	// host is empty if SERVER names none.
	Server Server
	// Pattern is the host that SERVER names if there is a wildcard in it, also in
	// one where none may be.
	Pattern string
	Kind    Kind

	variables []Variable // in order, settled
}

// Variables returns the secret's variables, and those that seem to be, field by
// field; those that count before others.
func (s Secret) Variables() []Variable {
	return slices.DeleteFunc(slices.Clone(s.variables), func(v Variable) bool { return v.Use == implied })
}

// used returns the variable that a field's value comes from. It is the zero
// value if the field is not set.
func (s Secret) used(f Field) (Variable, bool) {
	for _, v := range s.variables {
		if v.Field == f && (v.Use == Used || v.Use == implied) {
			return v, true
		}
	}
	return Variable{}, false
}

// With returns the secret with a value for a field that it lacks, which comes from
// elsewhere than the environment. The name is what messages call that.
func (s Secret) With(f Field, name string, value hidden.Text) Secret {
	v := Variable{Name: name, Field: f, Use: implied, raw: value, value: value.Map(f.clean)}
	s.variables = append(slices.Clone(s.variables), v)
	return s
}

// ServerText returns the value of SERVER as its owner spelled it, trimmed.
func (s Secret) ServerText() string {
	if s.Kind == GitHubKind {
		return s.Server.Host
	}
	server, _ := s.used(ServerField)
	return server.value.Reveal()
}

// ServerVariable returns the name of the variable that makes the secret one of
// its server's.
func (s Secret) ServerVariable() string {
	if s.Kind == GitHubKind {
		return gitHubToken
	}
	return s.Variable(ServerField)
}

// IsMalformed reports whether SERVER is set and names no registry, or is
// Misplaced.
func (s Secret) IsMalformed() bool { return s.Server.Host == "" && s.Has(ServerField) }

// Has reports whether the field is set, directly or by a file's name. It
// opens no file.
func (s Secret) Has(f Field) bool {
	_, ok := s.used(f)
	return ok
}

// IsInFile reports whether the field's value is that of a file.
func (s Secret) IsInFile(f Field) bool {
	v, _ := s.used(f)
	return v.IsFile
}

// Variable returns the name of the variable that holds the field or names
// its file, as it is spelled in the environment; for a field that is not set,
// the name to set.
func (s Secret) Variable(f Field) string {
	if v, ok := s.used(f); ok {
		return v.Name
	}
	return s.Prefix + Infix + f.String()
}

// Source returns what a secret has for asking AWS: AmbientSource, if it has nothing of
// its own, which for other kinds than ECRKind means no credential either.
func (s Secret) Source() Source {
	switch {
	case s.Has(WebIdentityToken):
		return WebIdentitySource
	case s.Has(Profile):
		return ProfileSource
	case s.IsServerAlone():
		return AmbientSource
	}
	return KeySource
}

// IsServerAlone reports whether the secret has neither USER nor PASSWORD, nor a
// SESSION_TOKEN that belongs to them, nor a WEB_IDENTITY_TOKEN.
func (s Secret) IsServerAlone() bool {
	return !s.Has(User) && !s.Has(Password) && !s.Has(SessionToken) && !s.Has(WebIdentityToken)
}

// HasNoCredential reports whether the secret has SERVER, and nothing of what it
// would answer with. Such are the jobs of forks.
func (s Secret) HasNoCredential() bool {
	return s.Missing() != nil && s.Source() == AmbientSource
}

// Missing returns the names of the variables without which the secret can't
// answer: USER, PASSWORD, or both; beside a WEB_IDENTITY_TOKEN for ECR the
// ROLE_ARN. There are none where SERVER alone is enough.
func (s Secret) Missing() []string {
	needed := []Field{User, Password}
	if s.Kind == ECRKind {
		switch s.Source() {
		case WebIdentitySource:
			needed = []Field{RoleARN}
		case ProfileSource, AmbientSource:
			return nil
		}
	}
	var names []string
	for _, f := range needed {
		if !s.Has(f) {
			names = append(names, s.Variable(f))
		}
	}
	return names
}

// Value returns the field's value, empty if it is not set. A file is read
// only here, by readFile, and only if the field is not set directly.
// A value is valid UTF-8. An error is a *ValueError.
func (s Secret) Value(f Field, readFile func(path string) ([]byte, error)) (hidden.Text, error) {
	v, ok := s.used(f)
	if !ok {
		return hidden.Text{}, nil
	}
	return v.read(readFile)
}
