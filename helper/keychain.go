package helper

import (
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
	log      *debugLog
	workload workload // the zero value but for kubelet
}

var _ credentials.Helper = keychain{}

// Get makes a keychain a credentials.Helper. A get is answered in two halves
// instead: see Run.
func (k keychain) Get(string) (username, password string, err error) { return "", "", errNotFound }

func newKeychain(p Program) keychain {
	if p.Secrets == nil {
		set := ReadSecrets(p.Environ)
		p.Secrets = &set
	}
	return keychain{
		program:  p,
		secrets:  *p.Secrets,
		settings: p.Environ,
		watch:    new(watch),
		log:      new(debugLog),
	}
}

// ReadSecrets finds the secrets in an environment.
func ReadSecrets(environ []string) secrets.Set {
	return secrets.FromEnviron(environ, ecr.IsRegistryName)
}

// find returns the secret that answers for a server as a client writes it. It
// is complete.
func (k keychain) find(serverURL string) (secrets.Secret, error) {
	server, ok := secrets.ParseServer(serverURL)
	if !ok {
		k.debug("the given server is not a registry address: not found")
		return secrets.Secret{}, errNotFound
	}
	secret, ok := k.secrets.Find(server)
	if !ok {
		switch faulty, ok := k.secrets.FindFaulty(server); {
		case ok && faulty.IsMalformed():
			cause, next := ExplainServer(faulty)
			return secrets.Secret{}, problem(secrets.Server{Host: server.Host}, cause, next)
		case ok:
			return secrets.Secret{}, excusedFailure{k.incomplete(faulty)}
		}
		k.debugMalformed()
		k.debug("no secret names %s: not found", server)
		return secrets.Secret{}, errNotFound
	}
	if secret.Missing() != nil {
		return secrets.Secret{}, k.incomplete(secret)
	}
	k.debug("%s is answered by %s (%s)", server, secret.ServerVariable(), answerOf(secret))
	return secret, nil
}

// debugMalformed names the secrets that name no registry, one of which may be
// meant.
func (k keychain) debugMalformed() {
	if _, on := k.settings.debugMode(); !on {
		return
	}
	for _, secret := range k.secrets.All() {
		if secret.IsMalformed() {
			cause, _ := ExplainServer(secret)
			k.debug("a secret is passed over: %s", cause)
		}
	}
}

// answerOf says in a few words how the secret answers.
func answerOf(secret secrets.Secret) string {
	if secret.Kind != secrets.ECRKind {
		return "user name and password"
	}
	switch secret.Source() {
	case secrets.WebIdentitySource:
		return "ECR, token by exchange with " + roleOf(secret) + ", which " + secret.Variable(secrets.WebIdentityToken) + " assumes"
	case secrets.ProfileSource:
		return "ECR, token by exchange with the AWS profile of " + secret.Variable(secrets.Profile)
	case secrets.AmbientSource:
		return "ECR, token by exchange with the ambient AWS identity"
	}
	return "ECR"
}
