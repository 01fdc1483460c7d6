package secrets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookupKeys(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"a.example":                         {"a.example"},
		"a.example:443":                     {"a.example:443", "a.example"},
		"https://a.example:443/team":        {"a.example:443", "a.example"},
		" oci://A.Example/charts:1":         {"A.Example", "a.example"},
		"A.example:443":                     {"A.example:443", "A.example", "a.example"},
		"HTTP://A.example:5000/?token=text": {"A.example:5000", "a.example:5000"},
		"[::AB]:443":                        {"[::AB]:443", "[::AB]", "[::ab]"},
		"docker.io":                         {"https://index.docker.io/v1/", "docker.io"},
		"https://Registry-1.docker.io:443":  {"https://index.docker.io/v1/", "docker.io"},
		"a.example, b.example":              nil,
		"user:text@a.example":               nil,
	} {
		got := LookupKeys(text)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", text, diff)
		}
		asked, _ := ParseServer(text)
		for _, key := range got {
			if server, _ := ParseServer(key); server.Host != asked.Host {
				t.Errorf("the key %q of %q is one of %q", key, text, server.Host)
			}
		}
	}
}

func TestIsImageHost(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"a.example": true, "registry:5000": true, "localhost": true, "LOCALHOST/team": true, "[::1]": true, "docker.io": true,
		"registry": false, "registry:443": false, "puller/app": false,
	} {
		if server, ok := ParseServer(text); !ok || server.IsImageHost() != want {
			t.Errorf("%s: %v, want %v", text, !want, want)
		}
	}
}
