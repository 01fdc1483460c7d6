package secrets

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func TestHasPathsAt(t *testing.T) {
	t.Parallel()
	set := FromEnviron(environ(
		triple("A", "a.example", "u", "p"), triple("B", "b.example/team", "u", "p"), triple("C", "https://docker.io/team", "u", "p"),
		triple("D", "*.ecr.example/team", "u", "p"), triple("E", "https://a.example/v2/", "u", "p"), triple("F", "a.example/../team", "u", "p"),
	), func(host string) bool { return strings.HasSuffix(host, ".ecr.example") })
	for host, want := range map[string]bool{
		"a.example": false, "b.example": true, "docker.io": true, "1.ecr.example": true, "ecr.example": false, "b.example:5000": false, "": false,
	} {
		if got := set.HasPathsAt(host); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
}

func TestSecretWith(t *testing.T) {
	t.Parallel()
	set := FromEnviron(triple("A", "a.example", "", ""), func(string) bool { return true })
	bare := set.All()[0]
	with := bare.With(WebIdentityToken, "a token", hidden.Of("x\n"))
	value, err := with.Value(WebIdentityToken, nil)
	if err != nil || value.Reveal() != "x" || with.Variable(WebIdentityToken) != "a token" || with.IsServerAlone() || with.IsInFile(WebIdentityToken) {
		t.Errorf("%q, %v", value.Reveal(), err)
	}
	if bare.Has(WebIdentityToken) || len(with.Variables()) != len(bare.Variables()) {
		t.Error("the secret itself has changed, or shows a variable that is not set")
	}
}
