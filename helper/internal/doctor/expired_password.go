package doctor

import (
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/jwt"
)

// checkExpiry looks at a password that is a token which tells its end.
func (w world) checkExpiry(v secrets.Variable, password hidden.Text) []Finding {
	var expires time.Time
	isExpired := password.Is(func(password string) bool {
		expires, _ = jwt.Expiry(strings.TrimSpace(password))
		return !expires.IsZero() && !w.Helper.Now().Before(expires)
	})
	if !isExpired {
		return nil
	}
	return []Finding{newFinding(codeTokenExpired, "the token in "+v.Name+" expired at "+utc(expires), "set a new one")}
}
