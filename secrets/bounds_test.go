package secrets

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFoldPrefix folds the letters of ASCII and none of their neighbours.
func TestFoldPrefix(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{"azAZ": "AZAZ", "`{@[09_": "`{@[09_", "ıſé": "ıſé", "": ""} {
		if got := FoldPrefix(prefix); got != want {
			t.Errorf("%q: %q, want %q", prefix, got, want)
		}
	}
}

// TestLongestFile reads a file that is just as large as one may be.
func TestLongestFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if content, err := ReadFile(path); err != nil || len(content) != 1<<20 {
		t.Errorf("%d bytes, %v", len(content), err)
	}
}

// TestMissing has every choice of what a secret can be made of: SERVER alone
// is complete where it may be, and nothing else without USER and PASSWORD.
func TestMissing(t *testing.T) {
	t.Parallel()
	const user, password, session = "A_CONTAINER_REGISTRY_USER", "A_CONTAINER_REGISTRY_PASSWORD", "A_CONTAINER_REGISTRY_SESSION_TOKEN"
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

// TestServerBounds has names that are as long as DNS allows (RFC 1035, 2.3.4), ports at both ends of their range, and
// paths of which nothing is a repository's.
func TestServerBounds(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a.", 126) + "a" // 253 bytes
	for text, want := range map[string]Server{
		long:                         {Host: long},
		long + "a":                   {},
		"a.example:1":                {Host: "a.example:1"},
		"a.example:65535":            {Host: "a.example:65535"},
		"a.example:65536":            {},
		"a.example:0":                {},
		"a.example/@sha256:0":        {Host: "a.example"},
		"a.example/:tag":             {Host: "a.example"},
		"a.example/b:tag":            {Host: "a.example", Path: "b"},
		"[::]":                       {Host: "[::]"},
		"[]":                         {},
		"[:]":                        {},
		"[":                          {},
		"[::::1":                     {},
		"[::1":                       {},
		"[::1.2.3.4]":                {Host: "[::1.2.3.4]"},
		"[::01.2.3.4]":               {},
		"a.example/v1/refresh-token": {Host: "a.example", Path: "v1/refresh-token"},
		"a::]":                       {},
		":::]:5000":                  {},
		"a.example/v1":               {Host: "a.example", Path: "v1"},
		"a.example/v2":               {Host: "a.example", Path: "v2"},
		"[::1]:5000/b":               {Host: "[::1]:5000", Path: "b"},
	} {
		got, ok := ParseServer(text)
		if got != want || ok != (want.Host != "") {
			t.Errorf("%.60s: %+v, %v, want %+v", text, got, ok, want)
		}
	}
}
