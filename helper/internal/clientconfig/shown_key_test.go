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
		"a.example":                                           "a.example",
		"MyCompany.azurecr.io:8443":                           "MyCompany.azurecr.io:8443",
		"https://index.docker.io/v1/":                         "https://index.docker.io/v1/",
		"[::1]:5000/team":                                     "[::1]:5000/team",
		"127.0.0.1:5000":                                      "127.0.0.1:5000",
		"localhost:5000/team/app_1.x-y":                       "localhost:5000/team/app_1.x-y",
		"me:planted@a.example":                                "...@a.example",
		"https://me:pl@planted@a.example/":                    "...@a.example/",
		"https://a.example/?token=planted":                    "https://a.example/...",
		"a.example#planted":                                   "a.example...",
		"me:pw@a.example?x=planted":                           "...@a.example...",
		"https://a.example/token=planted":                     "https://a.example/...",
		"https://a.example/;planted":                          "https://a.example/...",
		"a.example/ planted":                                  "a.example/...",
		"a.example/planted%20":                                "a.example/...",
		"a.example/ghp_planteddefghijklmnopqrstuvwxyz0123456": "a.example/...",
		"a.example/AKIAPLANTED":                               "a.example/...",
		"me:pl?planted@a.example":                             "(not shown)",
		"a.example/?mail=me@planted":                          "(not shown)",
		"https://me:planted%40a.example":                      "(not shown)",
		"Authorization: Bearer planted":                       "(not shown)",
		"ghp_planteddefghijklmnopqrstuvwxyz0123456":           "(not shown)",
		"AKIAPLANTED234567":                                   "(not shown)",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.plantedAbCdEfGhIjKlMnOpQrStUvWxYz0123456789": "(not shown)",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.planted":                                     "(not shown)",
		"hvs.plantedAbCdEfGhIjKlMnOpQrStUvWxYz":                                            "(not shown)",
		"planted:1234":                                                                     "(not shown)",
		"planted":                                                                          "(not shown)",
		"":                                                                                 "(not shown)",
	} {
		if diff := cmp.Diff(want, ShownKey(key)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", key, diff)
		}
		text := fmt.Sprintf(`{"auths": {%q: {}, %q: {}}}`, key, key)
		if _, err := Parse([]byte(text)); err == nil || strings.Contains(err.Error(), "planted") {
			t.Errorf("%s: error %v", text, err)
		}
	}
	for name, want := range map[string]string{
		"HttpHeaders":       `has the key "HttpHeaders" more than once`,
		"ghp_planted012345": `has the key "(not shown)" more than once`,
		"a.planted":         `has the key "(not shown)" more than once`,
	} {
		if _, err := Parse(fmt.Appendf(nil, `{%q: {}, %q: {}}`, name, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s twice: error %v, want one with %s", name, err, want)
		}
	}
}
