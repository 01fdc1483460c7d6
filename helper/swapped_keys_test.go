package helper

import (
	"errors"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestExchangedKeys has the three values of temporary keys in each other's places.
// All that are misplaced are named, and nothing is asked.
func TestExchangedKeys(t *testing.T) {
	t.Parallel()
	const user, password, session = "K_CONTAINER_REGISTRY_USER", "K_CONTAINER_REGISTRY_PASSWORD", "K_CONTAINER_REGISTRY_SESSION_TOKEN"
	const id = "ASIAIOSFODNN7EXAMPLE"
	const setKeys = ": set " + user + " to the access key ID and " + password + " to the secret access key"
	const setAll = ": set " + user + " to the access key ID, " + password + " to the secret access key and " + session + " to the session token"
	token := strings.Repeat("IQoJb3JpZ2luX2Vj", 20)
	for name, test := range map[string]struct{ user, password, session, want string }{
		"USER and SESSION_TOKEN":     {token, exampleKey, id, user + " and " + session + " are swapped" + setAll},
		"PASSWORD and SESSION_TOKEN": {id, token, exampleKey, password + " and " + session + " are swapped" + setAll},
		"USER and PASSWORD":          {exampleKey, id, token, user + " and " + password + " are swapped" + setKeys},
		"all, one way round":         {token, id, exampleKey, user + ", " + password + " and " + session + " are swapped" + setAll},
		"all, the other way":         {exampleKey, token, id, user + ", " + password + " and " + session + " are swapped" + setAll},
		"one of them twice":          {token, exampleKey, token, user + " is not an AWS access key ID: set it to one, or to AWS if " + password + " is a token"},
		"the ID twice":               {id, exampleKey, id, session + " is an access key, not a session token: set it to the session token that came with the keys, or unset it"},
		"cut session token": {id, exampleKey, token[:99], session + " is not a session token of AWS, those are longer: " +
			"set it to the session token that came with the keys, or unset it"},
	} {
		for _, endpoint := range []string{"", "http://127.0.0.1:1"} {
			r := run{
				environ: []string{"K_CONTAINER_REGISTRY_SERVER=" + ecrHost, user + "=" + test.user, password + "=" + test.password,
					session + "=" + test.session, "AWS_ENDPOINT_URL=" + endpoint},
				stdin: ecrHost,
				exchange: func(ecr.Request) (ecr.Token, error) {
					return ecr.Token{}, errors.New("asked")
				},
			}
			want := test.want
			if name == "cut session token" && endpoint != "" {
				want = "asked" // an emulator, whose tokens are short
			}
			if r.do("get"); r.status != 1 || strings.TrimPrefix(r.stdout, ecrHost+": ") != want+"\n" {
				t.Errorf("%s, endpoint %q: status %d, %q, want %q", name, endpoint, r.status, r.stdout, want)
			}
		}
	}
}
