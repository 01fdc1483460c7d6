package secrets

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// planted is a value that no error may show.
const planted = "s3cr3t-value"

func TestValueFromFile(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"/run/secrets/user":     " u\n",
		"/run/secrets/password": " p \n",
		"/run/secrets/crlf":     "p\r\n",
		"/run/secrets/empty":    "\n",
		"/run/secrets/binary":   planted + "\xff",
		"/run/secrets/utf16":    "\xff\xfep\x00w\x00",
	}
	var opened []string
	readFile := func(path string) ([]byte, error) {
		opened = append(opened, path)
		content, ok := files[path]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return []byte(content), nil
	}
	find := func(entries ...string) Secret {
		all := environ([]string{"A_CONTAINER_REGISTRY_SERVER=a.example"}, entries)
		secret, ok := FromEnviron(all, noECR).Find(Server{Host: "a.example"})
		if !ok {
			t.Fatalf("no secret found in %q", all)
		}
		return secret
	}

	secret := find("A_CONTAINER_REGISTRY_USER_FILE=/run/secrets/user", "a_container_registry_password_file=/run/secrets/password",
		"A_CONTAINER_REGISTRY_SESSION_TOKEN_FILE=/run/secrets/crlf", "A_CONTAINER_REGISTRY_ROLE_ARN_FILE=/run/secrets/user")
	if missing := secret.Missing(); missing != nil || opened != nil {
		t.Errorf("missing %v; files opened before a value is asked for: %v", missing, opened)
	}
	if secret.Has(RoleARN) {
		t.Errorf("ROLE_ARN is taken from a file")
	}
	got := map[string]string{}
	for _, field := range []Field{User, Password, SessionToken} {
		got[secret.Variable(field)] = value(t, secret, field, readFile)
	}
	want := map[string]string{
		"A_CONTAINER_REGISTRY_USER_FILE":          "u",
		"a_container_registry_password_file":      " p ",
		"A_CONTAINER_REGISTRY_SESSION_TOKEN_FILE": "p",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}

	opened = nil
	direct := find("A_CONTAINER_REGISTRY_PASSWORD=direct", "A_CONTAINER_REGISTRY_PASSWORD_FILE=/run/secrets/password")
	if got := value(t, direct, Password, readFile); got != "direct" || opened != nil {
		t.Errorf("got %q and opened %v, want the value that is set directly and no file opened", got, opened)
	}

	for _, test := range []struct{ entry, want string }{
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=/" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE names a file that can't be read (file does not exist)"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=/run/secrets/empty", "A_CONTAINER_REGISTRY_PASSWORD_FILE names an empty file"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=/run/secrets/binary", "A_CONTAINER_REGISTRY_PASSWORD_FILE is not valid UTF-8 text"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=/run/secrets/utf16", "A_CONTAINER_REGISTRY_PASSWORD_FILE is in UTF-16, as PowerShell's > writes files, not in UTF-8"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=~/" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE begins with ~, which only a shell replaces"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=~" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE begins with ~, which only a shell replaces"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE='/" + planted + "'", "A_CONTAINER_REGISTRY_PASSWORD_FILE has quotation marks around the path"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=\"~/" + planted + "\"", "A_CONTAINER_REGISTRY_PASSWORD_FILE has quotation marks around the path"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=file:///" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE is a URL, not a path"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=$HOME/" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE has a variable in its path that nothing has replaced"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=%TEMP%/" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE has a variable in its path that nothing has replaced"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=/home/${X}/" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE has a variable in its path that nothing has replaced"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=./" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE is not the absolute path of a file"},
		{"A_CONTAINER_REGISTRY_PASSWORD_FILE=" + planted, "A_CONTAINER_REGISTRY_PASSWORD_FILE is not the absolute path of a file"},
		{"A_CONTAINER_REGISTRY_PASSWORD=" + planted + "\x00x", "A_CONTAINER_REGISTRY_PASSWORD has a NUL byte in it"},
		{"A_CONTAINER_REGISTRY_PASSWORD=" + planted + "\xff", "A_CONTAINER_REGISTRY_PASSWORD is not valid UTF-8 text"},
	} {
		_, err := find(test.entry).Value(Password, readFile)
		unfit := new(ValueError)
		if !errors.As(err, &unfit) || err.Error() != test.want || unfit.Fix == "" {
			t.Errorf("%s: got error %v, want %s, and what to do", test.entry, err, test.want)
		}
	}
	for _, isWindows := range []bool{false, true} {
		if path := examplePath(isWindows); !isAbsolutePath(path, isWindows) {
			t.Errorf("%s is no path that can be set", path)
		}
	}
}

// TestMissing has every choice of what a secret can be made of: SERVER alone
// is complete where it may be, and nothing else without USER and PASSWORD.
func TestMissing(t *testing.T) {
	t.Parallel()
	const user, password, session = "A_CONTAINER_REGISTRY_USER", "A_CONTAINER_REGISTRY_PASSWORD", "A_CONTAINER_REGISTRY_SESSION_TOKEN"
	const profile, token, role = "A_CONTAINER_REGISTRY_PROFILE", "A_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN", "A_CONTAINER_REGISTRY_ROLE_ARN"
	for _, test := range []struct {
		set         []string
		serverAlone string // what is missing where SERVER may stand alone
		otherwise   string
	}{
		{nil, "", user + " " + password},
		{[]string{user}, password, password},
		{[]string{password}, user, user},
		{[]string{user, password}, "", ""},
		{[]string{session}, user + " " + password, user + " " + password},
		{[]string{user, session}, password, password},
		{[]string{password, session}, user, user},
		{[]string{profile}, "", user + " " + password},
		{[]string{profile, user}, "", password},
		{[]string{role}, "", user + " " + password},
		{[]string{token}, role, user + " " + password},
		{[]string{token, role}, "", user + " " + password},
		{[]string{token, role, user}, "", password},
	} {
		environ := []string{"A_CONTAINER_REGISTRY_SERVER=a.example"}
		for _, name := range test.set {
			environ = append(environ, name+"=x")
		}
		if got := strings.Join(FromEnviron(environ, isECR).All()[0].Missing(), " "); got != test.serverAlone {
			t.Errorf("%v: missing beside SERVER alone: %q, want %q", test.set, got, test.serverAlone)
		}
		if got := strings.Join(FromEnviron(environ, noECR).All()[0].Missing(), " "); got != test.otherwise {
			t.Errorf("%v: missing: %q, want %q", test.set, got, test.otherwise)
		}
	}
}
