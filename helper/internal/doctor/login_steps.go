package doctor

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// login does what docker login does, and for an image reads its manifest.
func (d Doctor) login(ctx context.Context, s subject, auth authn.Authenticator) (Login, *Finding) {
	host := s.server.Host
	session, err := d.startSession(ctx, host, auth)
	if status, err := statusOf(err); err != nil && s.isPlain() && !isRedirect(err) && d.Explain(err).Cause != ecr.NameNotResolved {
		return Untried, nil // said already
	} else if errors.Is(err, http.ErrSchemeMismatch) {
		f := plainHTTP(host, s.secret.ServerVariable()).as(Error)
		return Untried, &f
	} else if err != nil {
		return d.failed(ctx, host, err)
	} else if status != 0 {
		return Failed, noRegistry(host, status)
	}
	result := Accepted
	if auth == authn.Anonymous || !session.asksForCredential() {
		result = Open
	}
	switch status, err := session.get(ctx, "/v2/"); {
	case err != nil && !isServiceRefusal(err):
		return d.failed(ctx, host, err)
	case err != nil || isRefusal(status):
		if !session.asksForCredential() {
			return Failed, unknownChallenge(host)
		} else if auth != authn.Anonymous {
			return Refused, s.refused(refusalOf(status, err))
		}
	case status != http.StatusOK:
		return Failed, noRegistry(host, status)
	}
	if s.image == nil {
		return result, nil
	}
	return d.read(ctx, s, session, result)
}

// read requests the image's manifest, and returns the result if that works.
func (d Doctor) read(ctx context.Context, s subject, session session, result Login) (Login, *Finding) {
	repository := s.image.Context().RepositoryStr()
	status, err := session.get(ctx, "/v2/"+repository+"/manifests/"+s.image.Identifier(), "repository:"+repository+":pull")
	switch {
	case isServiceRefusal(err):
		return Unreadable, s.unreadable(refusalOf(status, err))
	case err != nil:
		return d.failed(ctx, s.server.Host, err)
	case status == http.StatusOK:
		return result, nil
	}
	return Unreadable, s.unreadable(status)
}

// isServiceRefusal reports whether the token service does not take the
// credential.
func isServiceRefusal(err error) bool { return isRefusal(refusalOf(0, err)) }

// refusalOf returns the status that the token service answered, if the error
// is of that kind, else that of the registry.
func refusalOf(status int, err error) int {
	var service *serviceError
	if errors.As(err, &service) {
		return service.status
	}
	return status
}
