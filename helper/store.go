package helper

import (
	"errors"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// refreshTokenUser stands for the user name where docker login stores, in the
// place of what it logged in with, the refresh token that the registry gave for
// it (docker/cli, cli/config/credentials/native_store.go).
const refreshTokenUser = "<token>"

// Add succeeds if get would answer with the same credentials, since docker
// login stores what it has logged in with, also what it was given here.
// Nothing is ever stored, so anything else fails.
func (k keychain) Add(given *credentials.Credentials) error {
	secret, err := k.find(given.ServerURL)
	var excused excusedFailure
	if errors.As(err, &excused) {
		return excused.error
	}
	if credentials.IsErrCredentialsNotFound(err) {
		return errors.New("nothing stored: this helper answers from the environment, and no secret there names this server: " +
			"set <PREFIX>_CONTAINER_REGISTRY_SERVER, <PREFIX>_CONTAINER_REGISTRY_USER and <PREFIX>_CONTAINER_REGISTRY_PASSWORD")
	}
	if err != nil {
		return err
	}
	same, err := k.holds(secret, given)
	if err != nil || same {
		return err
	}
	next := "to log in with other credentials, change " + secret.Variable(secrets.User) + " and " + secret.Variable(secrets.Password)
	if secret.Kind == secrets.ECRKind && !secret.Has(secrets.User) {
		next = "its token comes from AWS, so log in with user AWS, or not at all"
	}
	return problem(secret.Server, "nothing stored", next)
}

// holds reports whether the credentials are what the secret answers with,
// without asking AWS: where tokens are exchanged any token is as good as the
// one that get answers with.
func (k keychain) holds(secret secrets.Secret, given *credentials.Credentials) (bool, error) {
	c, err := k.credential(secret)
	if err != nil {
		return false, err
	}
	var lasting string
	switch {
	case c.keys == nil && c.password.Equal(hidden.Of(given.Secret)):
		// With its token GitHub takes any user name.
		return secret.Kind == secrets.GitHubKind || c.username.Equal(hidden.Of(given.Username)), nil
	case c.keys != nil && IsTokenUser(given.Username):
		lasting = "tokens go on coming from AWS for the identity of " + secret.ServerVariable()
	case secret.Kind != secrets.ECRKind && given.Username == refreshTokenUser:
		// Whose it is, only the registry knows.
		lasting = secret.Variable(secrets.User) + " and " + secret.Variable(secrets.Password) + " go on being what logs in"
	default:
		return false, nil
	}
	k.program.note(secret.Server.String() + ": nothing was stored; " + lasting)
	return true, nil
}
