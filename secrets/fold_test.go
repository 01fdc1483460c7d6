package secrets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pairs that Unicode's rules hold for one, and ASCII's for two.
func TestOnlyASCIIIsFolded(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{{"İ", "i"}, {"ı", "I"}, {"\u212a", "k"}, {"ſ", "S"}, {"É", "é"}, {"\xc0", "\xe0"}} {
		if EqualFold(pair[0], pair[1]) || Lower(pair[0]) == Lower(pair[1]) || FoldPrefix(pair[0]) == FoldPrefix(pair[1]) {
			t.Errorf("%q and %q are taken for one", pair[0], pair[1])
		}
	}
	for c := range 256 {
		text := string([]byte{byte(c)})
		small, capital := text, text
		switch {
		case c >= 0x41 && c <= 0x5a:
			small = string([]byte{byte(c) | 0x20})
		case c >= 0x61 && c <= 0x7a:
			capital = string([]byte{byte(c) &^ 0x20})
		}
		got := [2]string{Lower("x" + text + "A"), FoldPrefix("X" + text + "a")}
		if diff := cmp.Diff([2]string{"x" + small + "a", "X" + capital + "A"}, got); diff != "" {
			t.Errorf("byte %#x: -want +got\n%s", c, diff)
		}
		if !EqualFold(small, capital) {
			t.Errorf("byte %#x differs from itself in the other case", c)
		}
	}
}

func TestParseName(t *testing.T) {
	t.Parallel()
	type parsed struct {
		Prefix string
		Field  Field
		IsFile bool
	}
	for name, want := range map[string]parsed{
		"ACR_CONTAINER_REGISTRY_SERVER":           {"ACR", ServerField, false},
		"aCr_container_REGISTRY_session_TOKEN":    {"aCr", SessionToken, false},
		"A_CONTAINER_REGISTRY_PASSWORD_FILE":      {"A", Password, true},
		"ſ_CONTAINER_REGISTRY_PASSWORD_FILE":      {},
		"A_CONTAINER_REGISTRY_EXTERNAL_ID":        {"A", ExternalID, false},
		"A_CONTAINER_REGISTRY_EXTERNAL_ID_FILE":   {},
		"A_CONTAINER_REGISTRY_SERVER_FILE":        {},
		"_CONTAINER_REGISTRY_USER":                {},
		"A_CONTAINER_REGISTRY_USERNAME":           {},
		"A_CONTAINER_REGISTRY_":                   {},
		"A_CONTAINER_REGIſTRY_PASSWORD":           {},
		"A_CONTAINER_REGISTRY_PAſſWORD":           {},
		"A_CONTAINER_REGISTRY_\u017fERVER":        {},
		"A_CONTAINER_REGISTRY_SESSION_TO\u212aEN": {},
		"A_CONTAıNER_REGISTRY_PASSWORD":           {},
	} {
		var got parsed
		if prefix, field, isFile, ok := ParseName(name); ok {
			got = parsed{prefix, field, isFile}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}
