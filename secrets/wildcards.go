package secrets

import (
	"path"
	"slices"
	"strings"
)

// wildcard stands in the name of an ECR registry for any account or region.
const wildcard = "*"

func hasWildcard(host string) bool { return strings.Contains(host, wildcard) }

// isPatternOf reports whether a host has anything in the place of the pattern's
// wildcards, and else is the same.
func isPatternOf(pattern, host string) bool {
	if !hasWildcard(pattern) {
		return false
	}
	isMatch, err := path.Match(pattern, host) // no host has a slash in it
	return isMatch && err == nil
}

// widest returns the secret with wildcards that answers for the asked server, nil
// for none. In byte order a wildcard is before all digits and letters.
func (s Set) widest(asked Server) *Secret {
	if len(s.wildcards) == 0 || !s.isECR(asked.Host) {
		return nil
	}
	for _, pattern := range slices.Backward(s.wildcards) {
		isOfParts := strings.Count(pattern, ".") == strings.Count(asked.Host, ".") // no wildcard stands for two
		if isOfParts && isPatternOf(pattern, asked.Host) {
			if best := s.longest(Server{Host: pattern, Path: asked.Path}, ranking.best); best != nil {
				return best
			}
		}
	}
	return nil
}
