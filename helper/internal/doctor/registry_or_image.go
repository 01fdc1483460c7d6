package doctor

import (
	"fmt"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// parseTarget reads a registry, or an image, as Docker does: a first part without
// dot and port is not a registry but a part of an image on Docker Hub, except
// localhost and the registries that a secret names. The image is nil for a
// registry.
func parseTarget(text string, set secrets.Set) (server secrets.Server, image name.Reference, err error) {
	trimmed := ascii.TrimSpace(text)
	server, ok := secrets.ParseServer(trimmed)
	_, rest, hasScheme := strings.Cut(trimmed, "://")
	if !hasScheme {
		rest = trimmed
	}
	if hasTag(rest) {
		trimmed, ok = rest, false
	}
	if ok && (hasScheme || isNamed(server, set)) {
		return server, nil, nil
	}
	first, _, hasPath := strings.Cut(trimmed, "/")
	host, _, _ := strings.Cut(first, ":")
	isHost := strings.ContainsAny(host, ".[") || host == "localhost" || hasPath && strings.Contains(first, ":")
	if ok && isHost && (!hasPath || server.Path == "") {
		return server, nil, nil
	}
	if image, err = name.ParseReference(trimmed); err == nil {
		if server, ok = secrets.ParseServer(image.Context().RegistryStr()); ok {
			return server, image, nil
		}
	}
	return secrets.Server{}, nil, fmt.Errorf("%q is neither a registry nor an image: write it as mycompany.azurecr.io, "+
		"or as mycompany.azurecr.io/team/app:1", text)
}

// IsImageOfHub reports whether Docker takes a text, which a secret may name, for an
// image of Docker Hub though it doesn't say so.
func IsImageOfHub(text string, set secrets.Set) bool {
	written, _ := secrets.ParseServer(text)
	server, image, _ := parseTarget(text, set)
	return image != nil && server.IsHub() && !written.IsHub()
}

// hasTag reports whether a text that begins with a host, or with the name of an
// image, ends with a tag or a digest.
func hasTag(text string) bool {
	_, path, hasPath := strings.Cut(text, "/")
	return hasPath && strings.ContainsAny(path, ":@")
}

// isNamed reports whether a secret names exactly this server. If one does, it
// is that which is found: none has a longer path.
func isNamed(server secrets.Server, set secrets.Set) bool {
	secret, ok := set.Find(server)
	if !ok {
		secret, ok = set.FindBare(server)
	}
	return ok && secret.Server == server
}
