package doctor

import (
	"fmt"
	"net/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// explainUnreadable is about a registry that does not give the image's manifest,
// with the secret's credential or without one.
func (s subject) explainUnreadable(err error, isLoggedIn bool) []Finding {
	image, status := s.image.Name(), registryapi.StatusOf(err)
	message, fix := "the registry does not give "+image, tryAgain(err)
	switch status {
	case http.StatusNotFound:
		message = image + " does not exist, or Docker is not allowed to see it"
		fix = "check its name and tag, and what the credential allows"
		switch registryapi.WordsOf(err).Code {
		case "NAME_UNKNOWN":
			fix = "check the repository's name, and what the credential allows"
		case "MANIFEST_UNKNOWN":
			fix = "check the tag, then the repository's name"
		}
	case http.StatusTooManyRequests:
		message, fix = rateLimits(s.server.Host, err)
		if !s.isAnswering {
			fix += ", or set a secret for the registry: many let users pull more"
		}
	case http.StatusUnauthorized, http.StatusForbidden:
		message = "Docker is not allowed to read " + image
		fix = "check the image's name; if it is right, let the user in " + s.secret.Variable(secrets.User) + " pull it"
		switch s.report.Kind {
		case gitHubKind:
			fix = "give GITHUB_TOKEN read access to the package, or check the image's name"
		case exchangeKind, ambientKind, profileKind, webIdentityKind, tokenKind:
			fix = "allow the AWS identity ecr:BatchGetImage and ecr:GetDownloadUrlForLayer for this repository"
		}
		if isOfScope(err) {
			fix = s.widenScope()
		}
	}
	if !isLoggedIn && status != http.StatusTooManyRequests && status/100 == 4 {
		message, fix = image+" can't be read without a credential", "set a secret for the registry, or check the image's name"
		if s.isAnswering {
			fix = "ask who runs the registry: it asks Docker for no credential, so none was sent"
		}
	}
	return []Finding{newFinding(codeImageUnreadable, fmt.Sprintf("%s (HTTP %d)", message, status)+says(err), fix)}
}
