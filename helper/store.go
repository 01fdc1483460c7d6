package helper

import (
	"errors"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// Add succeeds if get would answer with the same credentials, since docker
// login stores what it has logged in with, also what it was given here.
// Nothing is ever stored, so anything else fails.
func (k keychain) Add(given *credentials.Credentials) error {
	m, err := k.find(given.ServerURL)
	if credentials.IsErrCredentialsNotFound(err) {
		return errors.New("nothing stored: this helper answers from the environment, and no secret there names this server: " +
			"set <PREFIX>_CONTAINER_REGISTRY_SERVER, <PREFIX>_CONTAINER_REGISTRY_USER and <PREFIX>_CONTAINER_REGISTRY_PASSWORD")
	}
	if err != nil {
		return err
	}
	same, err := k.holds(m, given)
	if err != nil || same {
		return err
	}
	if !m.Has(secrets.User) {
		return problem(m.Server, "nothing stored", "its token comes from AWS, so log in with user AWS, or not at all")
	}
	return problem(m.Server, "nothing stored", "to log in with other credentials, change "+
		m.Variable(secrets.User)+" and "+m.Variable(secrets.Password))
}

// holds reports whether the credentials are what the secret answers with,
// without asking AWS: where tokens are exchanged any token is as good as the
// one that get answers with.
func (k keychain) holds(m match, given *credentials.Credentials) (bool, error) {
	if !m.isECR {
		username, password, err := k.getPlain(m)
		return given.Username == username && given.Secret == password, err
	}
	identity, err := k.identity(m)
	if err != nil {
		return false, err
	}
	if isTokenUser(identity.AccessKeyID) {
		username, token, err := k.pastedToken(m, identity.SecretAccessKey)
		return given.Username == username && given.Secret == token, err
	}
	if !isTokenUser(given.Username) {
		return false, nil
	}
	k.program.note(m.Server.String() + ": nothing was stored; tokens go on coming from AWS for the identity of " + m.ServerVariable())
	return true, nil
}
