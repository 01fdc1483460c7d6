package doctor

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestPagesAreNoRegistries has servers that let everybody in, few of which are
// registries.
func TestPagesAreNoRegistries(t *testing.T) {
	t.Parallel()
	const page = " answers with a page that is not of a registry's API"
	for name, test := range map[string]struct {
		header, content string
		want            Login
		problem         string
	}{
		"the API's header": {"registry/2.0", "true", open, ""},
		"JSON":             {"", "{}\n", open, ""},
		"nothing":          {"", "", open, ""},
		"a web page":       {"", "<html>planted</html>", failed, page},
		"a text":           {"", "welcome", failed, page},
		"a login portal":   {"/login", "", failed, " redirects the login to a page that is not of a registry's API, so it is not followed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if strings.HasPrefix(test.header, "/") {
					w.Header().Set("Location", test.header)
					w.WriteHeader(http.StatusFound)
				} else if test.header != "" {
					w.Header().Set("Docker-Distribution-Api-Version", test.header)
				}
				_, _ = io.WriteString(w, test.content)
			}))
			defer server.Close()
			login, finding := try(t, newDoctor(nil), server.URL, "")
			want := ""
			if test.problem != "" {
				want = strings.TrimPrefix(server.URL, "http://") + test.problem
			}
			if login != test.want || finding.Message != want {
				t.Errorf("login %s, %+v, want %q", login, finding, want)
			}
		})
	}
}
