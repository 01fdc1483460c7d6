package clientconfig

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKeysShowNoCredential has in mind what people paste: URLs with all that a
// URL can hold, headers.
func TestKeysShowNoCredential(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"a.example":                        "a.example",
		"https://index.docker.io/v1/":      "https://index.docker.io/v1/",
		"[::1]:5000/team":                  "[::1]:5000/team",
		"HttpHeaders":                      "HttpHeaders",
		"me:planted@a.example":             "...@a.example",
		"https://me:pl@planted@a.example/": "...@a.example/",
		"https://a.example/?token=planted": "https://a.example/...",
		"a.example#planted":                "a.example...",
		"me:pw@a.example?x=planted":        "...@a.example...",
		"me:pl?planted@a.example":          "...",
		"a.example/?mail=me@planted":       "...",
		"https://me:planted%40a.example":   "...",
		"a.example/planted%20":             "...",
		"Authorization: Bearer planted":    "...",
		"":                                 "...",
	} {
		if diff := cmp.Diff(want, ShownKey(key)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", key, diff)
		}
		text := fmt.Sprintf(`{"auths": {%q: {}, %q: {}}}`, key, key)
		if _, err := Parse([]byte(text)); err == nil || strings.Contains(err.Error(), "planted") {
			t.Errorf("%s: error %v", text, err)
		}
	}
}
