package helper

import (
	"errors"
	"time"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// ForMany returns the program for many questions: it has read its secrets, and
// looks for settings among the other variables alone.
func (p Program) ForMany() Program {
	set := ReadSecrets(p.Environ)
	p.Secrets = &set
	p.Environ = settings(p.Environ).withoutSecrets()
	return p
}

// Get returns what the get verb comes to for a server as a client writes it.
func (p Program) Get(server string) (Answer, error) { return newKeychain(p).get(server) }

// Check returns what get would refuse a complete secret for without asking AWS.
func (p Program) Check(secret secrets.Secret) error {
	_, err := newKeychain(p).credential(secret)
	return err
}

// IsNotFound reports whether an error of Get lets a client go on anonymously.
func IsNotFound(err error) bool { return credentials.IsErrCredentialsNotFound(err) }

// Excused returns the failure for which Get answers not found, so that
// clients go on anonymously, and whether the error is such a one.
func Excused(err error) (*Problem, bool) {
	var excused excusedFailure
	var failure *Problem
	ok := errors.As(err, &excused) && errors.As(excused.error, &failure)
	return failure, ok
}

// Getenv returns a variable of the environment, the first of its name, empty
// if it is not set.
func (p Program) Getenv(name string) string { return settings(p.Environ).get(name) }

// IsAtGitHub reports whether GitHub itself has set GITHUB_TOKEN, so that it is
// good for that GitHub's registry. Elsewhere a token that is not allowed to read
// packages would break the pulls of public images.
func (p Program) IsAtGitHub() bool {
	return p.Getenv("CODESPACES") == "true" || p.Getenv("GITHUB_ACTIONS") == "true"
}

// Timeout returns how long an exchange may take in all.
func (p Program) Timeout() time.Duration {
	timeout, _ := parseTimeout(p.Getenv(timeoutVariable))
	return timeout
}

// CheckSettings returns the errors in the variables of the helper itself.
func (p Program) CheckSettings() []error { return settings(p.Environ).check() }

// TokenCache returns the cache of ECR tokens. Its Dir is empty if there is
// none.
func (p Program) TokenCache() ecr.Cache { return newKeychain(p).cache() }
