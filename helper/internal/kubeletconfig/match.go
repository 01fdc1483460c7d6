package kubeletconfig

import (
	"path"
	"strings"
)

// Matches reports whether kubelet asks the provider of a pattern for an image: as
// many parts of the host's name, each of which may have a "*", the same port, and a
// path that begins the image's
// (k8s.io/kubernetes/pkg/credentialprovider/keyring.go, URLsMatch).
func Matches(pattern, image string) bool {
	patternHost, patternPort, patternPath := split(pattern)
	host, port, imagePath := split(image)
	globs, parts := strings.Split(patternHost, "."), strings.Split(host, ".")
	if len(globs) != len(parts) || patternPort != port || !strings.HasPrefix(imagePath, patternPath) {
		return false
	}
	for i := range globs {
		if ok, err := path.Match(globs[i], parts[i]); !ok || err != nil {
			return false
		}
	}
	return true
}

func split(text string) (host, port, path string) {
	authority, path, _ := strings.Cut(text, "/")
	if colon := strings.LastIndexByte(authority, ':'); colon > strings.LastIndexByte(authority, ']') {
		authority, port = strings.Trim(authority[:colon], "[]"), authority[colon+1:]
	}
	return authority, port, path
}
