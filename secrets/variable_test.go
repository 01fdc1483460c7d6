package secrets

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestVariables has what becomes of each variable of a secret.
func TestVariables(t *testing.T) {
	t.Parallel()
	const p = "A_CONTAINER_REGISTRY_"
	type told struct {
		Name   string
		Field  Field
		IsFile bool
		Use    Use
	}
	for name, test := range map[string]struct {
		environ []string
		want    []told
	}{
		"by field": {[]string{p + "PASSWORD=p", p + "USER=u", p + "SERVER=a.example"}, []told{
			{p + "SERVER", ServerField, false, Used}, {p + "USER", User, false, Used}, {p + "PASSWORD", Password, false, Used},
		}},
		"a file beside a value": {[]string{p + "PASSWORD_FILE=/p", p + "PASSWORD=p"}, []told{
			{p + "PASSWORD", Password, false, Used}, {p + "PASSWORD_FILE", Password, true, Outdone},
		}},
		"a file beside an empty value": {[]string{p + "PASSWORD_FILE=/p", p + "PASSWORD="}, []told{
			{p + "PASSWORD", Password, false, Empty}, {p + "PASSWORD_FILE", Password, true, Used},
		}},
		"other cases": {[]string{"a_container_registry_user=u", p + "USER=u", "A_container_registry_USER= "}, []told{
			{p + "USER", User, false, Used}, {"A_container_registry_USER", User, false, Empty}, {"a_container_registry_user", User, false, Outdone},
		}},
		"names that are not read": {[]string{p + "LOGIN=u", p + "PASSWRD=p", p + "SOMETHING=s", p + "SERVER_FILE=/s", p + "ROLE_ARN=r"}, []told{
			{p + "SERVER_FILE", ServerField, false, NotRead}, {p + "LOGIN", User, false, NotRead}, {p + "PASSWRD", Password, false, NotRead},
			{p + "ROLE_ARN", RoleARN, false, Used}, {p + "SOMETHING", NoField, false, NotRead},
		}},
		"files that are not read": {[]string{p + "LOGIN_FILE=/u", p + "ROLE_ARN_FILE=/r", p + "SOMETHING_FILE=/s"}, []told{
			{p + "LOGIN_FILE", User, true, NotRead}, {p + "ROLE_ARN_FILE", RoleARN, false, NotRead}, {p + "SOMETHING_FILE", NoField, false, NotRead},
		}},
		"GitHub's": {[]string{"GITHUB_ACTOR=a", "GITHUB_TOKEN=t", "GITHUB_USER=u"}, []told{
			{"GITHUB_USER", User, false, Used}, {"GITHUB_ACTOR", User, false, Outdone}, {"GITHUB_TOKEN", Password, false, Used},
		}},
		"what GitHub did not set": {[]string{"GITHUB_TOKEN=t"}, []told{{"GITHUB_TOKEN", Password, false, Used}}},
	} {
		var got []told
		for _, v := range FromEnviron(test.environ, noECR).All()[0].Variables() {
			got = append(got, told{v.Name, v.Field, v.IsFile, v.Use})
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestRaw has what stands in a variable, or in its file, before anything is
// cut off.
func TestRaw(t *testing.T) {
	t.Parallel()
	secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_PASSWORD= p\n", "A_CONTAINER_REGISTRY_USER_FILE= /u\n"}, noECR).All()[0]
	empty := FromEnviron([]string{"A_CONTAINER_REGISTRY_USER_FILE= "}, noECR).All()[0].Variables()[0]
	if raw, err := empty.Raw(noFiles); !raw.IsEmpty() || err == nil {
		t.Errorf("an empty path: %v, %v", raw, err)
	}
	want := map[string]string{"A_CONTAINER_REGISTRY_PASSWORD": " p\n", "A_CONTAINER_REGISTRY_USER_FILE": "\ufeff in /u\r\n"}
	got := make(map[string]string)
	for _, v := range secret.Variables() {
		raw, err := v.Raw(func(path string) ([]byte, error) { return []byte("\ufeff in " + path + "\r\n"), nil })
		if err != nil {
			t.Error(err)
		}
		got[v.Name] = raw.Reveal()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

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

// Some editors put a byte order mark before a file's text.
func TestByteOrderMark(t *testing.T) {
	t.Parallel()
	secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_PASSWORD_FILE=/p"}, noECR).All()[0]
	for content, want := range map[string]string{"\ufeffpw\n": "pw", "pw\ufeff": "pw\ufeff"} {
		got, err := secret.Value(Password, func(string) ([]byte, error) { return []byte(content), nil })
		if got.Reveal() != want || err != nil {
			t.Errorf("%q: %q, %v", content, got.Reveal(), err)
		}
	}
}
