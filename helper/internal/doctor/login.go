package doctor

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
)

// login does what docker login does, and for an image reads its manifest.
func (w world) login(ctx context.Context, s subject, auth authn.Authenticator) (Login, []Finding) {
	ctx, cancel := context.WithTimeout(ctx, w.loginTimeout())
	defer cancel()
	host := s.server.Host
	registry, err := w.Registries.Connect(ctx, host, auth)
	switch {
	case isPlain(s.secret) && registryapi.IsUnanswered(err) && exchange.Explain(err).Cause != ecr.NameNotResolved:
		return untried, nil // said already
	case errors.Is(err, http.ErrSchemeMismatch):
		return untried, []Finding{plainHTTP(host, s.secret.ServerVariable()).as(Error)}
	case err != nil:
		return failed, w.explainFailure(ctx, host, err)
	}
	switch err := registry.Get(ctx, registryapi.Root); {
	case err == nil:
	case !isRefusal(err):
		return failed, w.explainFailure(ctx, host, err)
	case !registry.AsksForCredential():
		return failed, unknownChallenge(host)
	case auth != authn.Anonymous:
		return refused, s.explainRefusal(err)
	}
	if s.image != nil {
		repository := s.image.Context().RepositoryStr()
		err = registry.Get(ctx, "/v2/"+repository+"/manifests/"+s.image.Identifier(), "repository:"+repository+":pull")
	}
	var service *registryapi.TokenError
	switch {
	case err != nil && (isRefusal(err) || !errors.As(err, &service) && registryapi.StatusOf(err) != 0):
		return unreadable, s.explainUnreadable(err, auth != authn.Anonymous && registry.AsksForCredential())
	case err != nil:
		return failed, w.explainFailure(ctx, host, err)
	case auth == authn.Anonymous || !registry.AsksForCredential():
		return open, nil
	}
	return accepted, nil
}

// loginTimeout is how long a login may take in all.
func (w world) loginTimeout() time.Duration { return w.Helper.Timeout() }

// isRefusal reports whether the registry, or its token service, does not take
// the credential. Of an identity token that has expired OAuth 2 says it by an HTTP
// 400 (RFC 6749, 5.2).
func isRefusal(err error) bool {
	status := registryapi.StatusOf(err)
	isGrant := status == http.StatusBadRequest && registryapi.WordsOf(err).Code == "invalid_grant"
	return status == http.StatusUnauthorized || status == http.StatusForbidden || isGrant
}
