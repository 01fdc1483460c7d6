package helper

import (
	"fmt"
	"strings"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A keychain serves the protocol's verbs from one environment. It is a
// credentials.Helper for those that never need AWS.
type keychain struct {
	program  Program
	secrets  secrets.Set
	settings settings
	watch    *watch
}

var _ credentials.Helper = keychain{}

// Get makes a keychain a credentials.Helper. A get is answered in two halves
// instead: see Run.
func (k keychain) Get(string) (username, secret string, err error) { return "", "", errNotFound }

func newKeychain(p Program) keychain {
	if p.Secrets == nil {
		set := secrets.FromEnviron(p.Environ)
		p.Secrets = &set
	}
	return keychain{
		program:  p,
		secrets:  *p.Secrets,
		settings: p.Environ,
		watch:    new(watch),
	}
}

// A match is the secret that answers for a server, complete.
type match struct {
	secrets.Secret
	// registry is the server as an ECR registry, if isECR.
	registry ecr.Registry
	isECR    bool
}

// find returns the secret that answers for a server as a client writes it.
func (k keychain) find(serverURL string) (match, error) {
	server, ok := secrets.ParseServer(serverURL)
	if !ok {
		k.debug("the given server is not a registry address: not found")
		return match{}, errNotFound
	}
	registry, isECR := ecr.ParseRegistry(server.Host)
	secret, ok := k.secrets.Find(server, isECR)
	if !ok {
		if malformed, ok := k.secrets.FindMalformed(server); ok {
			wrong, next := ExplainServer(malformed)
			return match{}, problem(secrets.Server{Host: server.Host}, wrong, next)
		}
		k.debug("no secret names %s: not found", server)
		return match{}, errNotFound
	}
	if missing := secret.Missing(isECR); missing != nil {
		return match{}, problem(secret.Server, areNotSet(missing), "set "+it(missing)+", or unset "+secret.ServerVariable())
	}
	m := match{Secret: secret, registry: registry, isECR: isECR}
	k.debug("%s is answered by %s (%s)", server, secret.ServerVariable(), m.kind())
	return m, nil
}

// kind says in a few words how the secret answers.
func (m match) kind() string {
	switch {
	case !m.isECR:
		return "user name and password"
	case !m.Has(secrets.User):
		return "ECR, token by exchange with the ambient AWS identity"
	}
	return "ECR"
}

// value reads a field of the secret, and words what may go wrong.
func (k keychain) value(m match, field secrets.Field) (string, error) {
	if m.IsInFile(field) {
		k.watch.await("the file that " + m.Variable(field) + " names")
	}
	value, err := m.Value(field, k.program.ReadFile)
	if err != nil {
		return "", problem(m.Server, err.Error(), "correct it")
	}
	if field != secrets.Password && hasControlCharacter(value) {
		return "", problem(m.Server, m.Variable(field)+" has a line break or another control character in it", "correct it")
	}
	return value, nil
}

// debug explains a decision, without any value, to whoever asked for it.
func (k keychain) debug(format string, args ...any) {
	if k.settings.debug() {
		k.program.note("debug: " + fmt.Sprintf(format, args...))
	}
}

func areNotSet(variables []string) string {
	if len(variables) == 1 {
		return variables[0] + " is not set"
	}
	return strings.Join(variables, " and ") + " are not set"
}

func it(variables []string) string {
	if len(variables) == 1 {
		return "it"
	}
	return "them"
}
