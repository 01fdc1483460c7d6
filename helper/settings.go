package helper

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// The variables that set up the helper itself.
const (
	CacheVariable   = "DOCKER_CREDENTIAL_SECRETS_CACHE"
	timeoutVariable = "DOCKER_CREDENTIAL_SECRETS_TIMEOUT"
	OnErrorVariable = "DOCKER_CREDENTIAL_SECRETS_ON_ERROR"
	debugVariable   = "DOCKER_CREDENTIAL_SECRETS_DEBUG"
)

// A setting is a variable that sets up the helper itself, and the rule for its
// values. An empty one counts as unset.
type setting struct {
	name  string
	check func(value string) error
}

// settingTable lists all settings.
func settingTable() []setting {
	return []setting{
		{CacheVariable, checkCacheDir},
		{timeoutVariable, func(value string) error { _, err := parseTimeout(value); return err }},
		{OnErrorVariable, func(value string) error { _, err := parseOnError(value); return err }},
		{debugVariable, checkDebug},
	}
}

// check returns the errors in the settings.
func (s settings) check() []error {
	var errs []error
	for _, known := range settingTable() {
		if err := known.check(s.get(known.name)); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// settings are the variables of the helper itself and those of AWS, as
// NAME=value entries among all others.
type settings []string

// get returns a variable's value, the first of its name, empty if it is not
// set. It looks at every entry, which for the few variables that a run asks
// for is less work than to sort them all.
func (s settings) get(name string) string {
	for _, entry := range s {
		if len(entry) > len(name) && entry[len(name)] == '=' && isSameName(entry[:len(name)], name) {
			return entry[len(name)+1:]
		}
	}
	return ""
}

// withoutSecrets returns the settings without the variables of secrets, for a
// run that looks for settings once a secret.
func (s settings) withoutSecrets() settings {
	return slices.DeleteFunc(slices.Clone(s), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return secrets.IsSecretName(name)
	})
}

// isSameName compares names of variables as the system does: all that are
// asked for are ASCII.
func isSameName(one, other string) bool {
	return one == other || runtime.GOOS == "windows" && ascii.EqualFold(one, other)
}

// parseOnError reports whether what fails answers not found.
func parseOnError(text string) (bool, error) {
	switch text {
	case "", "fail":
		return false, nil
	case "notfound":
		return true, nil
	}
	return false, errors.New(OnErrorVariable + " is neither fail nor notfound")
}

// exchangeTerms are what the user asks of an exchange.
type exchangeTerms struct {
	timeout time.Duration
	getenv  func(name string) string // to say what chose an endpoint
}

// exchangeTerms fails for a value that can't be parsed. It is looked at before
// the cache, so that a mistake shows at once and not when a token grows old.
func (s settings) exchangeTerms() (terms exchangeTerms, err error) {
	terms.getenv = s.get
	if terms.timeout, err = parseTimeout(s.get(timeoutVariable)); err != nil {
		return terms, err
	}
	if _, err = parseOnError(s.get(OnErrorVariable)); err != nil {
		return terms, err
	}
	return terms, ecr.CheckSwitches(s.get)
}

// excuse lets a client go on without a credential where the user wants that, whatever
// a get fails for.
func (s settings) excuse(err error) error {
	var problem *Problem
	if excuses, _ := parseOnError(s.get(OnErrorVariable)); excuses && errors.As(err, &problem) {
		return excusedFailure{err}
	}
	return err
}

// excusePublic does so where a token is missing for ECR Public, which gives its
// images to everybody.
func excusePublic(secret secrets.Secret, problem error) error {
	if registryOf(secret).Public {
		return excusedFailure{problem}
	}
	return problem
}

// An excusedFailure answers not found, so that clients go on anonymously; a
// note says what failed.
type excusedFailure struct{ error }

func (excusedFailure) Unwrap() error { return errNotFound }

func isExcused(err error) bool {
	var excused excusedFailure
	return errors.As(err, &excused)
}

// NetworkVariables returns the names of the variables that tell programs how to reach
// servers (net/http, ProxyFromEnvironment) and which to trust (crypto/x509, SystemCertPool).
func NetworkVariables() []string {
	return []string{
		"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
	}
}

// reach returns what decides whether AWS can be reached, beside the endpoints,
// and how long one waits for it.
func (s settings) reach() string {
	var reach strings.Builder
	for _, name := range append(NetworkVariables(), "AWS_CA_BUNDLE", timeoutVariable) {
		if value := s.get(name); value != "" {
			reach.WriteString(name + "=" + value + "\n")
		}
	}
	return reach.String()
}
