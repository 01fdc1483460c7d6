package doctor

import (
	"errors"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A Target is a registry or an image that an examination is asked for.
type Target struct {
	server secrets.Server
	image  name.Reference // nil for a registry
}

var errNoTarget = errors.New("is neither a registry nor an image: write it as mycompany.azurecr.io or mycompany.azurecr.io/team/app:1")

// ParseTarget reads a target as Docker does: a first part without dot and
// port is not a registry but a part of an image on Docker Hub, except localhost
// and the registries that a secret names.
func ParseTarget(text string, set secrets.Set) (Target, error) {
	text = secrets.TrimSpace(text)
	server, ok := secrets.ParseServer(text)
	if ok && (strings.Contains(text, "://") || isNamed(server, set)) {
		return Target{server: server}, nil
	}
	first, _, hasPath := strings.Cut(text, "/")
	host, _, _ := strings.Cut(first, ":")
	isHost := strings.ContainsAny(host, ".[") || host == "localhost" || hasPath && strings.Contains(first, ":")
	if ok && isHost && (!hasPath || server.Path == "") {
		return Target{server: server}, nil
	}
	image, err := name.ParseReference(text)
	if err != nil {
		return Target{}, errNoTarget
	}
	server, ok = secrets.ParseServer(image.Context().RegistryStr())
	if !ok {
		return Target{}, errNoTarget
	}
	return Target{server: server, image: image}, nil
}

// isNamed reports whether a secret names exactly this server. If one does, it
// is that which is found: none has a longer path.
func isNamed(server secrets.Server, set secrets.Set) bool {
	secret, ok := set.Find(server)
	return ok && secret.Server == server
}
