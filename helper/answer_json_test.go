package helper

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/docker/docker-credential-helpers/credentials"
	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// answerGrammar is an answer by RFC 8259: an object of three members (4), each
// value a string of characters that stand for themselves, from the space on
// but for the quotation mark and the backslash, or are escaped (7).
func answerGrammar() *regexp.Regexp {
	const text = `"([\x20-\x21\x23-\x5b\x5d-\x{10ffff}]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*"`
	return regexp.MustCompile(`^\{"ServerURL":` + text + `,"Username":` + text + `,"Secret":` + text + `\}\n$`)
}

// TestAnswerLine has characters that stand for themselves, and their neighbours
// that don't.
func TestAnswerLine(t *testing.T) {
	t.Parallel()
	const want = `{"ServerURL":"a example","Username":"~\u001f \u0000","Secret":"!\"#[\\]é` + "\x7f" + `"}` + "\n"
	got := string(renderAnswer("a example", hidden.Of("~\x1f \x00"), hidden.Of("!\"#[\\]é\x7f")))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Invariants: an answer is one line of the grammar, and encoding/json reads it
// as what was answered.
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
		line := renderAnswer(server, hidden.Of(username), hidden.Of(secret))
		if bytes.IndexByte(line, '\n') != len(line)-1 || !utf8.Valid(line) || !answerGrammar().Match(line) {
			t.Errorf("not one line by RFC 8259: %q", line)
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
