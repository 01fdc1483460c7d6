package registryapi

import (
	"errors"

	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

// ErrCertificateWanted is why a registry ends a connection that wants to know who
// asks.
var ErrCertificateWanted = errors.New("a client certificate is wanted")

// A TokenError is the failure of a token service.
type TokenError struct {
	Service string // its host, empty if it was not asked
	Err     error
}

func (e *TokenError) Error() string { return "asking the token service " + e.Service }

func (e *TokenError) Unwrap() error { return e.Err }

// StatusOf returns the status of the answer that the error is about, 0 if
// there was none.
func StatusOf(err error) int {
	var answer *transport.Error
	if errors.As(err, &answer) {
		return answer.StatusCode
	}
	return 0
}

// IsUnanswered reports whether an error is that there was no answer, not even one
// that is not to be followed.
func IsUnanswered(err error) bool { return err != nil && StatusOf(err) == 0 && !isRefused(err) }

// A Refusal says why the guard ends a login, or why no token is asked for.
type Refusal struct{ Problem string }

func (e *Refusal) Error() string { return e.Problem }

func isRefused(err error) bool {
	var refused *Refusal
	return errors.As(err, &refused)
}
