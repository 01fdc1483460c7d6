package ecr

import (
	"strings"
	"testing"
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
}
