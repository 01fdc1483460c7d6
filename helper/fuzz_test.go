package helper

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/docker/docker-credential-helpers/credentials"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// Invariants: a get answers with one JSON object and status 0, or one line of
// text and status 1; what it answers is the credential of the secret, whole;
// a failure shows no secret, on either stream, with debugging too.
func FuzzGet(f *testing.F) {
	f.Add("a.example", "a.example", "u", planted)
	f.Add("https://index.docker.io/v1/", "docker.io\r\n", "u", "p\n"+planted)
	f.Add("a.example", "a.example\u00a0", "u", planted)
	f.Add(ecrHost, ecrHost, "AWS", planted)
	f.Add(ecrHost, "https://"+ecrHost, "AKIAIOSFODNN7EXAMPLE", planted)
	f.Add(`"a.example"`, "a.example", " ", "\xff"+planted)
	f.Add("a.example", "a.example", "AKIAIOSFODNN7EXAMPLE", planted)
	f.Add(ecrHost, ecrHost, "AWS", "\x14\u200b"+planted)
	f.Fuzz(func(t *testing.T, server, stdin, user, password string) {
		if strings.Contains(server+stdin+user, planted) {
			t.Skip("the secret is no secret")
		}
		password += planted
		r := run{
			environ: []string{
				"A_CONTAINER_REGISTRY_SERVER=" + server, "A_CONTAINER_REGISTRY_USER=" + user,
				"A_CONTAINER_REGISTRY_PASSWORD=" + password, debugVariable + "=1",
			},
			stdin:    stdin,
			exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{}, &ecr.Failure{Cause: ecr.KeyUnknown} },
		}
		r.do("get")
		if strings.Contains(r.stderr, planted) {
			t.Errorf("standard error shows the secret: %q", r.stderr)
		}
		if lines := strings.Count(r.stdout, "\n"); lines != 1 || !strings.HasSuffix(r.stdout, "\n") {
			t.Errorf("standard output has %d lines: %q", lines, r.stdout)
		}
		if r.status == 1 {
			if strings.Contains(r.stdout, planted) || json.Valid([]byte(r.stdout)) {
				t.Errorf("a failure answers %q", r.stdout)
			}
			return
		}
		if !answerGrammar().MatchString(r.stdout) {
			t.Errorf("the answer is no object of RFC 8259: %q", r.stdout)
		}
		var got credentials.Credentials
		decoder := json.NewDecoder(bytes.NewBufferString(r.stdout))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&got); err != nil || r.status != 0 {
			t.Fatalf("status %d, answer %q: %v", r.status, r.stdout, err)
		}
		if got.Username == "AWS" && got.Secret != password {
			// What nobody sees goes from the ends of a token, and nothing else.
			password = strings.TrimFunc(password, func(r rune) bool { return unicode.In(r, unicode.White_Space, unicode.C) || !unicode.IsPrint(r) })
		}
		if got.ServerURL != strings.Trim(stdin, " \t\n\v\f\r") || got.Username == "" || got.Secret != password {
			t.Errorf("asked for %q with user %q and password %q: got %+v", stdin, user, password, got)
		}
	})
}
