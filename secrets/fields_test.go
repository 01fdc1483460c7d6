package secrets

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNames has which variables are read, as what.
func TestNames(t *testing.T) {
	t.Parallel()
	type read struct {
		Prefix string
		Field  Field
		IsFile bool
	}
	for name, want := range map[string]read{
		"ACR_CONTAINER_REGISTRY_SERVER":                {"ACR", ServerField, false},
		"A_CONTAINER_REGISTRY_USER":                    {"A", User, false},
		"A_CONTAINER_REGISTRY_USER_FILE":               {"A", User, true},
		"A_CONTAINER_REGISTRY_PASSWORD_FILE":           {"A", Password, true},
		"aCr_container_REGISTRY_session_TOKEN":         {"ACR", SessionToken, false},
		"A_CONTAINER_REGISTRY_SESSION_TOKEN_File":      {"A", SessionToken, true},
		"A_CONTAINER_REGISTRY_ROLE_ARN":                {"A", RoleARN, false},
		"A_CONTAINER_REGISTRY_PROFILE":                 {"A", Profile, false},
		"A_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN":      {"A", WebIdentityToken, false},
		"A_container_registry_web_identity_token_file": {"A", WebIdentityToken, true},
		"A_CONTAINER_REGISTRY_WEB_IDENTITY":            {},
		"A_CONTAINER_REGISTRY_PROFILE_FILE":            {},
		"A_CONTAINER_REGISTRY_AWS_PROFILE":             {},
		"A_CONTAINER_REGISTRY_EXTERNAL_ID":             {"A", ExternalID, false},
		"A_CONTAINER_REGISTRY_EXTERNAL_ID_FILE":        {},
		"A_CONTAINER_REGISTRY_ROLE_ARN_FILE":           {},
		"A_CONTAINER_REGISTRY_SERVER_FILE":             {},
		"A_CONTAINER_REGISTRY_PASSWORD_FILE_FILE":      {},
		"ſ_CONTAINER_REGISTRY_PASSWORD_FILE":           {},
		"_CONTAINER_REGISTRY_USER":                     {},
		"A_CONTAINER_REGISTRY_USERS":                   {},
		"A_CONTAINER_REGISTRY_":                        {},
		"A_CONTAINER_REGIſTRY_PASSWORD":                {},
		"A_CONTAINER_REGISTRY_PAſſWORD":                {},
		"A_CONTAINER_REGISTRY_\u017fERVER":             {},
		"A_CONTAINER_REGISTRY_SESSION_TO\u212aEN":      {},
		"A_CONTAıNER_REGISTRY_PASSWORD":                {},
	} {
		var got read
		for _, secret := range FromEnviron([]string{name + "=x"}, noECR).All() {
			if v := secret.Variables()[0]; v.Use == Used {
				got = read{secret.Prefix, v.Field, v.IsFile}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestReadmeFields looks for every variable of a secret in the README's table,
// and for a variable behind every row.
func TestReadmeFields(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	got, want := make(map[string]bool), make(map[string]bool)
	for _, row := range regexp.MustCompile("(?m)^\\| (`.*`) \\|").FindAllStringSubmatch(string(readme), -1) {
		for _, name := range regexp.MustCompile("`<P>"+Infix+`(\w+)`).FindAllStringSubmatch(row[1], -1) {
			got[name[1]] = true
		}
	}
	for field := range NoField {
		for name := range field.names() {
			want[name] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-in the code +in the README\n%s", diff)
	}
}
