package helper

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/docker/docker-credential-helpers/credentials"
	"github.com/google/go-cmp/cmp"
)

// Invariants: an answer is one line, and encoding/json reads it as what was
// answered.
func FuzzAnswer(f *testing.F) {
	f.Add("mycompany.azurecr.io", "u", "p")
	f.Add("a", `quoted "\\" and <html> & more`, "line\nbreak\ttab\x00\x7f\u2028\U0001F511")
	f.Fuzz(func(t *testing.T, server, username, secret string) {
		for _, text := range []string{server, username, secret} {
			if !utf8.ValidString(text) {
				t.Skip("values are valid UTF-8")
			}
		}
		want := credentials.Credentials{ServerURL: server, Username: username, Secret: secret}
		line := renderAnswer(want)
		if bytes.IndexByte(line, '\n') != len(line)-1 {
			t.Errorf("not one line: %q", line)
		}
		var got credentials.Credentials
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	})
}
