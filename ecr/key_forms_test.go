package ecr

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestKeyForms has texts that are nearly keys.
func TestKeyForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"AKIAIOSFODNN7EXAMPLE": true, "ASIAIOSFODNN7EXAMPLE": true, "akiaiosfodnn7example": false,
		"AKIAIOSFODNN7EXAMPL": false, "AKIAIOSFODNN7EXAMPLES": false, "AIDAIOSFODNN7EXAMPLE": false, "AKIAIOSFODNN7EXAMPL+": false, "": false,
	} {
		if got := IsAccessKeyID(text); got != want {
			t.Errorf("access key ID %q: %v", text, got)
		}
	}
	for text, want := range map[string]bool{
		"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": true, strings.Repeat("+", 40): true,
		strings.Repeat("a", 39): false, strings.Repeat("a", 41): false, strings.Repeat("=", 40): false, "": false,
	} {
		if got := IsSecretAccessKey(text); got != want {
			t.Errorf("secret access key %q: %v", text, got)
		}
	}
	for _, test := range []struct {
		identity Identity
		want     bool
	}{
		{Identity{AccessKeyID: hidden.Of("ASIAIOSFODNN7EXAMPLE")}, true},
		{Identity{AccessKeyID: hidden.Of("ASIAIOSFODNN7EXAMPLE"), SessionToken: hidden.Of("s")}, false},
		{Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE")}, false},
		{Identity{}, false},
	} {
		if got := test.identity.LacksSessionToken(); got != test.want {
			t.Errorf("%+v lacks its session token: %v", test.identity, got)
		}
	}
}
