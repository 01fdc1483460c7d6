package doctor

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
)

// login does what docker login does, and for an image reads its manifest.
func (w world) login(ctx context.Context, s subject, auth authn.Authenticator) (Login, []Finding) {
	host := s.server.Host
	registry, err := w.connect(ctx, host, auth)
	switch {
	case isPlain(s.secret) && isUnanswered(err) && exchange.Explain(err).Cause != ecr.NameNotResolved:
		return untried, nil // said already
	case errors.Is(err, http.ErrSchemeMismatch):
		return untried, []Finding{plainHTTP(host, s.secret.ServerVariable()).as(Error)}
	case err != nil:
		return failed, w.explainFailure(ctx, host, err)
	}
	switch err := registry.get(ctx, apiRoot); {
	case err == nil:
	case !isRefusal(err):
		return failed, w.explainFailure(ctx, host, err)
	case !registry.asksForCredential():
		return failed, unknownChallenge(host)
	case auth != authn.Anonymous:
		return refused, s.explainRefusal(statusOf(err))
	}
	if s.image != nil {
		repository := s.image.Context().RepositoryStr()
		err = registry.get(ctx, "/v2/"+repository+"/manifests/"+s.image.Identifier(), "repository:"+repository+":pull")
	}
	switch {
	case err != nil && (isRefusal(err) || !isOfTokenService(err) && statusOf(err) != 0):
		return unreadable, s.explainUnreadable(statusOf(err))
	case err != nil:
		return failed, w.explainFailure(ctx, host, err)
	case auth == authn.Anonymous || !registry.asksForCredential():
		return open, nil
	}
	return accepted, nil
}

// isRefusal reports whether the registry, or its token service, does not take
// the credential.
func isRefusal(err error) bool {
	status := statusOf(err)
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// isUnanswered reports whether an error is that there was no answer, not even one
// that is not to be followed.
func isUnanswered(err error) bool { return err != nil && statusOf(err) == 0 && !isRefused(err) }
