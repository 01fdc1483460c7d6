package registryapi

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

const planted = "pl4nted/s3cr3t+EXAMPLE"

// wordsOf returns the words of an answer to a user with the planted password, and
// what can still be read of its body.
func wordsOf(t *testing.T, status int, header http.Header, body string) (words Words, left string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, "https://registry.example/v2/", nil)
	must(t, err)
	request.SetBasicAuth("puller", planted)
	network := roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
	heard := &heard{credential: authn.AuthConfig{Username: "puller", Password: planted}}
	answer, err := guard{RoundTripper: network, heard: heard}.RoundTrip(request)
	must(t, err)
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	must(t, err)
	return WordsOf(heard.explain(&transport.Error{StatusCode: status})), string(content)
}

func TestWords(t *testing.T) {
	t.Parallel()
	encoded := base64.StdEncoding.EncodeToString([]byte("puller:" + planted))
	for body, want := range map[string]string{
		`{"errors":[{"code":"DENIED","message":"requested access to the resource is denied","detail":[{"Type":"repository"}]}]}`: "DENIED: requested access to the resource is denied",
		`{"errors":[{"code":"NAME_UNKNOWN","message":"no"},{"code":"OTHER","message":"other"}]}`:                                 "NAME_UNKNOWN: no",
		`{"errors":[{"status":403,"message":"Forbidden"}]}`:                                                                      "Forbidden",
		`{"errors":[{"code":"TOOMANYREQUESTS"}]}`:                                                                                "TOOMANYREQUESTS",
		`{"details":"incorrect username or password"}`:                                                                           "incorrect username or password",
		`{"error":"invalid_grant","error_description":"the token has expired"}`:                                                  "invalid_grant: the token has expired",
		`{"error":{"code":4},"message":"gone"}`:                                                                                  "gone",
		`{"code":403,"message":"gone"}`:                                                                                          "gone",
		`<html>blocked</html>`:                                                                                                   "",
		`{"errors":"none"}`:                                                                                                      "",
		``:                                                                                                                       "",
		`{"message":"two\nlines,\ta \"quote\""}`:                                                                                 "two lines, a 'quote'",
		`{"message":"` + strings.Repeat("ü", 300) + `"}`:                                                                         strings.Repeat("ü", 200) + "…",
		`{"message":"puller, (puller) puller puller pullers"}`:                                                                   "•••, (•••) ••• ••• pullers",
		`{"code":"DENIED","message":"not ` + planted + `"}`:                                                                      "DENIED",
		`{"code":"DENIED","message":"not ` + planted[2:12] + `"}`:                                                                "DENIED",
		`{"code":"DENIED","message":"not ` + url.QueryEscape(planted) + `"}`:                                                     "DENIED",
		`{"code":"DENIED","message":"not Basic ` + encoded + `"}`:                                                                "DENIED",
		`{"code":"DENIED","message":"not eyJhbGciOiJIUzI1NiJ9"}`:                                                                 "DENIED",
		`{"code":"DENIED","message":"not (ghp_16C7e42F292c69"}`:                                                                  "DENIED",
		`{"code":"` + planted + `","message":"no"}`:                                                                              "no",
	} {
		got, left := wordsOf(t, http.StatusForbidden, nil, body)
		if diff := cmp.Diff(want, got.String()); diff != "" || left != body {
			t.Errorf("%s: left %q, -want +got\n%s", body, left, diff)
		}
	}
	// Of an answer that is no error there are no words.
	if got, _ := wordsOf(t, http.StatusOK, nil, `{"message":"welcome"}`); got != (Words{}) {
		t.Errorf("%+v", got)
	}
}

func TestWaits(t *testing.T) {
	t.Parallel()
	const date = "Fri, 02 Jan 2026 03:00:00 GMT"
	for _, test := range []struct {
		header map[string]string
		want   time.Duration
	}{
		{nil, 0},
		{map[string]string{"Retry-After": "120"}, 2 * time.Minute},
		{map[string]string{"Retry-After": "Fri, 02 Jan 2026 04:00:00 GMT", "Date": date}, time.Hour},
		{map[string]string{"Retry-After": "Fri, 02 Jan 2026 02:00:00 GMT", "Date": date}, 0},
		{map[string]string{"Retry-After": "Fri, 02 Jan 2026 04:00:00 GMT"}, 0},
		{map[string]string{"X-Retry-After": "1767326400", "Date": date}, time.Hour},
		{map[string]string{"X-Retry-After": "1767326400"}, 0},
		{map[string]string{"RateLimit-Reset": "30"}, 30 * time.Second},
		{map[string]string{"X-RateLimit-Reset": "1767323700", "Date": date}, 15 * time.Minute},
		{map[string]string{"Retry-After": "0", "RateLimit-Limit": "100;w=21600"}, 6 * time.Hour},
		{map[string]string{"Retry-After": "-5"}, 0},
		{map[string]string{"Retry-After": "soon", "RateLimit-Limit": "100;w=soon"}, 0},
		{map[string]string{"Retry-After": "99999999999999999999"}, 0},
	} {
		header := make(http.Header)
		for name, value := range test.header {
			header.Set(name, value)
		}
		if got, _ := wordsOf(t, http.StatusTooManyRequests, header, ""); got.Wait != test.want {
			t.Errorf("%v: %v, want %v", test.header, got.Wait, test.want)
		}
	}
}

// FuzzWords states that no eight bytes of the password come back, whatever a
// registry sends, and that what does is one line of a bounded length.
func FuzzWords(f *testing.F) {
	f.Add("the password "+planted+" is wrong", planted)
	f.Add("s3cr3t\n\"x\"", "other")
	f.Fuzz(func(t *testing.T, message, code string) {
		body, err := json.Marshal(map[string]any{"errors": []map[string]string{{"code": code, "message": message}}})
		must(t, err)
		words, left := wordsOf(t, http.StatusUnauthorized, nil, string(body))
		said := words.String()
		for i := range len(planted) - 7 {
			if strings.Contains(said, planted[i:i+8]) {
				t.Errorf("%q shows a part of the password", said)
			}
		}
		if strings.ContainsAny(said, "\r\n\"") || utf8.RuneCountInString(said) > 2*maxMessage+len("…: …") || left != string(body) {
			t.Errorf("%q of %q", said, body)
		}
	})
}
