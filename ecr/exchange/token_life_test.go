package exchange_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// TestTokenWithoutExpiry is as emulators give them.
func TestTokenWithoutExpiry(t *testing.T) {
	t.Parallel()
	for _, registry := range []string{host, publicHost} {
		w := newWorld(t)
		w.ask(t, registry)
		fault := tokenAnswer("AWS:planted-token", "")
		if registry == publicHost {
			fault.Body = strings.NewReplacer("[", "", "]", "").Replace(fault.Body)
		}
		w.aws.FailAlways(fault)
		for calls := 1; calls <= 2; calls++ {
			token, err := w.token(t, patience)
			if err != nil || token.Password.Reveal() != "planted-token" || len(w.aws.Calls()) != calls {
				t.Errorf("%s: %v, and %d calls, want %d", registry, err, len(w.aws.Calls()), calls)
			}
		}
		if _, ok := w.entry(t).Token(); ok {
			t.Errorf("%s: a token is kept", registry)
		}
	}
}

// tokenAnswer is ECR's answer, well-formed, with this text and expiry.
func tokenAnswer(text, expires string) awsendpoint.Fault {
	if expires != "" {
		expires = `,"expiresAt":` + expires
	}
	token := base64.StdEncoding.EncodeToString([]byte(text))
	return awsendpoint.Fault{Body: fmt.Sprintf(`{"authorizationData":[{"authorizationToken":%q%s}]}`, token, expires)}
}

// TestLongLife has AWS give a token that lives longer than any does.
func TestLongLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.FailAlways(tokenAnswer("AWS:planted-token", "4102444800"))
	token, err := w.token(t, patience)
	if err != nil || token.Lifetime > 12*time.Hour {
		t.Errorf("a token that lives %v (%v), want 12 hours at most", token.Lifetime, err)
	}
}
