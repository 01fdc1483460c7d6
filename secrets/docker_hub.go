package secrets

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// HubURL is what Docker calls Docker Hub where it keeps credentials
// (registry.IndexServer of github.com/docker/docker).
const HubURL = "https://index.docker.io/v1/"

const (
	hubHost = "docker.io"
	// hubTokenHost is the host of the keys under which docker login keeps
	// Docker Hub's OAuth tokens.
	hubTokenHost = "index.docker.io"
)

// IsHub reports whether the server is Docker Hub.
func (s Server) IsHub() bool { return s.Host == hubHost }

// isHub reports whether a host is one of the three names under which clients
// ask for Docker Hub.
func isHub(host string) bool {
	return host == hubHost || host == hubTokenHost || host == "registry-1.docker.io"
}

// mayBeHubTokenKey reports whether the path of a URL of Docker Hub may be one
// that Docker keeps an OAuth token under, however it is spelled. Nothing else
// that a client asks for lies below v1.
func mayBeHubTokenKey(path string) bool {
	below, isBelow := strings.CutPrefix(strings.TrimLeft(ascii.Lower(path), "/"), "v1/")
	return isBelow && strings.Trim(below, "/") != "" || strings.Contains(path, "%") || hasDotSegment(path)
}
