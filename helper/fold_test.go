package helper

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// A user that only Unicode's rules take for AWS has no token in PASSWORD.
func TestTokenUserIsFoldedInASCII(t *testing.T) {
	t.Parallel()
	for user, want := range map[string]bool{"aWs": true, "AW\u017f": false} {
		isExchanged := false
		r := run{
			environ: secret("ECR", ecrHost, user), stdin: ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) {
				isExchanged = true
				return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyUnknown}
			},
		}
		r.do("get")
		if isToken := r.status == 0 && !isExchanged; isToken != want {
			t.Errorf("user %q: status %d, asked AWS: %v", user, r.status, isExchanged)
		}
	}
}
