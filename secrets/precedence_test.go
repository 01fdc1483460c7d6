package secrets

import (
	"slices"
	"testing"
)

// TestPrecedence has several variables for one field: one with a value before
// one without, an upper-case name before others, the first of one name.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	const upper, mixed, lower = "A_CONTAINER_REGISTRY_USER", "A_Container_Registry_User", "a_container_registry_user"
	for _, test := range []struct {
		users []string
		want  string // of any order of these
	}{
		{[]string{upper + "=upper", lower + "=lower"}, "upper"},
		{[]string{upper + "=upper", mixed + "=mixed", lower + "=lower"}, "upper"},
		{[]string{mixed + "=mixed", lower + "=lower"}, "mixed"},
		{[]string{upper + "=", lower + "=lower"}, "lower"},
		{[]string{upper + "= ", mixed + "=", lower + "=lower"}, "lower"},
	} {
		reversed := slices.Clone(test.users)
		slices.Reverse(reversed)
		for _, users := range [][]string{test.users, reversed} {
			secret := FromEnviron(append([]string{"A_CONTAINER_REGISTRY_SERVER=a.example"}, users...), noECR).All()[0]
			if got, err := secret.Value(User, nil); err != nil || got.Reveal() != test.want {
				t.Errorf("%q: %q, %v, want %q", users, got.Reveal(), err, test.want)
			}
		}
	}
	for _, test := range []struct {
		entries []string
		want    string
	}{
		{[]string{upper + "=first", upper + "=second"}, "first"},
		{[]string{upper + "=", upper + "=second"}, "second"},
	} {
		secret := FromEnviron(append([]string{"A_CONTAINER_REGISTRY_SERVER=a.example"}, test.entries...), noECR).All()[0]
		if got, err := secret.Value(User, nil); err != nil || got.Reveal() != test.want {
			t.Errorf("%q: %q, %v, want %q", test.entries, got.Reveal(), err, test.want)
		}
	}
}

// TestEndsOfValues has white space around every field's value: it goes, but
// of a password or token only the last newline.
func TestEndsOfValues(t *testing.T) {
	t.Parallel()
	for field, want := range map[Field]string{
		ServerField: "a.example", User: "a.example", RoleARN: "a.example", ExternalID: "a.example",
		Password: "\t a.example ", SessionToken: "\t a.example ",
	} {
		environ := []string{"A" + Infix + field.String() + "=\t a.example \r\n", "A_CONTAINER_REGISTRY_SERVER=b.example"}
		if got := value(t, FromEnviron(environ, noECR).All()[0], field, nil); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
}

// TestPrecedenceOfGitHub is the same for what GitHub sets, in its own order of
// user names.
func TestPrecedenceOfGitHub(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		environ        []string
		user, password string
	}{
		{[]string{"GITHUB_TOKEN=t"}, "x-access-token", "t"},
		{[]string{"GITHUB_TOKEN=t", "GITHUB_TOKEN=second"}, "x-access-token", "t"},
		{[]string{"GITHUB_TOKEN=", "GITHUB_TOKEN=second"}, "x-access-token", "second"},
		{[]string{"GITHUB_ACTOR=a", "GITHUB_USER=u", "GITHUB_TOKEN=t"}, "u", "t"},
		{[]string{"GITHUB_ACTOR=a", "GITHUB_USER= ", "GITHUB_TOKEN=t\r\n"}, "a", "t"},
		{[]string{"GITHUB_USER=u", "GITHUB_USER=second", "GITHUB_TOKEN=t"}, "u", "t"},
	} {
		secret := FromEnviron(test.environ, noECR).All()[0]
		user, userErr := secret.Value(User, nil)
		password, passwordErr := secret.Value(Password, nil)
		if userErr != nil || passwordErr != nil || user.Reveal() != test.user || password.Reveal() != test.password {
			t.Errorf("%q: %q (%v), %q (%v), want %q, %q", test.environ, user.Reveal(), userErr, password.Reveal(), passwordErr, test.user, test.password)
		}
	}
	for _, environ := range [][]string{{"GITHUB_TOKEN="}, {"github_token=t"}, {"GITHUB_USER=u"}, nil} {
		if all := FromEnviron(environ, noECR).All(); len(all) > 0 {
			t.Errorf("%q: a secret of %s", environ, all[0].Server)
		}
	}
}

// TestAnsweringForGitHub has GITHUB_TOKEN answer where no secret does.
func TestAnsweringForGitHub(t *testing.T) {
	t.Parallel()
	for server, want := range map[string][]string{
		"ghcr.io":     {"A"},
		"ghcr.io/org": {"A", ""},
		"a.example":   {"A", ""},
	} {
		var got []string
		set := FromEnviron([]string{"GITHUB_TOKEN=t", "A_CONTAINER_REGISTRY_SERVER=" + server, "A_CONTAINER_REGISTRY_USER=u"}, noECR)
		for _, secret := range set.All() {
			if set.Answers(secret) {
				got = append(got, secret.Prefix)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q answer, want %q", server, got, want)
		}
	}
}

// TestPathsOfFilesAreTrimmed, since no one means the spaces that an editor left.
func TestPathsOfFilesAreTrimmed(t *testing.T) {
	t.Parallel()
	secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_PASSWORD_FILE= /path\r\n"}, noECR).All()[0]
	_, err := secret.Value(Password, func(path string) ([]byte, error) {
		if path != "/path" {
			t.Errorf("%q is read", path)
		}
		return []byte("p"), nil
	})
	if err != nil {
		t.Error(err)
	}
}
