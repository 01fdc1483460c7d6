package doctor

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// similarHost returns the host of a secret that somebody may have meant by another:
// one that differs in two letters, or in the port, or one of the two has a domain
// more. It is empty if there is none.
func similarHost(host string, set secrets.Set) (similar string) {
	least := 3
	for _, secret := range set.All() {
		other := secret.Server.Host
		if other == "" || other == host || secret.Misplaced() != nil || isNoRegistry(CheckLookalike(other, "")) {
			continue
		}
		name, _, _ := strings.Cut(host, ":")
		otherName, _, _ := strings.Cut(other, ":")
		longer, shorter := name, otherName
		if len(longer) < len(shorter) {
			longer, shorter = shorter, longer
		}
		isPart := strings.HasPrefix(longer, shorter+".") || strings.HasSuffix(longer, "."+shorter)
		distance := secrets.Distance(name, otherName)
		if isPart && strings.Contains(shorter, ".") {
			distance = 2
		}
		if distance < least && len(shorter) > 4*distance {
			least, similar = distance, other
		}
	}
	return similar
}
