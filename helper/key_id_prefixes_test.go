package helper

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// TestKeyIDsAreTokens holds the two rooms that know the beginnings of AWS's access key
// IDs against each other: what is one in ecr is a token in secrets, and no host's name.
func TestKeyIDsAreTokens(t *testing.T) {
	t.Parallel()
	const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	known := 0
	for _, one := range capitals {
		for _, two := range capitals {
			for _, three := range capitals {
				for _, four := range capitals {
					prefix := string([]rune{one, two, three, four})
					if !ecr.IsAccessKeyID(prefix + strings.Repeat("X", 16)) {
						continue
					}
					known++
					if !secrets.BeginsLikeToken(prefix) {
						t.Errorf("%s begins no token", prefix)
					}
				}
			}
		}
	}
	if known < 2 {
		t.Errorf("%d beginnings are known", known)
	}
}
