package exchange_test

import (
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestRefusalsCountWhileATokenGrowsOld has AWS refuse an identity whose token
// still lives: it may have been taken away, so the token is no way out.
func TestRefusalsCountWhileATokenGrowsOld(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]ecr.Cause{
		"UnrecognizedClientException": ecr.KeyUnknown,
		"InvalidSignatureException":   ecr.SignatureWrong,
		"ExpiredTokenException":       ecr.SessionExpired,
		"AccessDeniedException":       ecr.NotPermitted,
		"OptInRequired":               ecr.NotSubscribed,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			w, c := newTimedWorld(t)
			w.mustGet(t)
			c.move(tokenLife - 10*time.Second)
			w.aws.FailAlways(awsendpoint.Fault{Code: code, Message: "refused"})
			if got := w.mustFail(t, patience).Cause; got != want {
				t.Errorf("cause %d, want %d", got, want)
			}
		})
	}
}

// TestOldTokenDies has AWS hang until the old token, which is to serve then, is dead:
// there is time to ask once more.
func TestOldTokenDies(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	w.mustGet(t)
	c.move(tokenLife / 2)
	before := len(w.aws.Calls())
	w.aws.FailNext(2, awsendpoint.Fault{Hang: true}) // all that there is time for
	go func() {
		for deadline := time.Now().Add(patience); len(w.aws.Calls()) == before && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
		c.move(tokenLife / 2)
	}()
	w.mustGet(t)
	w.checkTokens(t, 2)
}
