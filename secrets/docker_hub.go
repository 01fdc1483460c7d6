package secrets

import "strings"

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

// isHubTokenKey reports whether a path of Docker Hub is one that Docker keeps an
// OAuth token under, however it is spelled.
func isHubTokenKey(path string) bool {
	path = strings.ReplaceAll(Lower(path), "%2d", "-")
	return strings.HasPrefix(path, "v1/") && (strings.HasSuffix(path, "access-token") || strings.HasSuffix(path, "refresh-token"))
}
