package kubeletconfig

import (
	"net"
	"net/url"
	"path"
	"strings"
)

// Matches reports whether kubelet asks the provider of a pattern for an image: as
// many parts of the host's name, each of which may have a "*", the same port, and a
// path that begins the image's
// (k8s.io/kubernetes/pkg/credentialprovider/keyring.go, URLsMatch).
func Matches(pattern, image string) bool {
	wanted, err := parseImage(pattern)
	if err != nil {
		return false
	}
	asked, err := parseImage(image)
	if err != nil {
		return false
	}
	patternHost, patternPort := split(wanted.Host)
	host, port := split(asked.Host)
	globs, parts := strings.Split(patternHost, "."), strings.Split(host, ".")
	if len(globs) != len(parts) || patternPort != port || !strings.HasPrefix(asked.Path, wanted.Path) {
		return false
	}
	for i := range globs {
		if ok, err := path.Match(globs[i], parts[i]); !ok || err != nil {
			return false
		}
	}
	return true
}

// parseImage reads a pattern or an image as kubelet does: as a URL without its scheme.
func parseImage(text string) (*url.URL, error) { return url.Parse("https://" + text) }

func split(authority string) (host, port string) {
	host, port, err := net.SplitHostPort(authority)
	if err != nil {
		return authority, ""
	}
	return host, port
}
