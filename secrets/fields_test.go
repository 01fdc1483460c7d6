package secrets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
