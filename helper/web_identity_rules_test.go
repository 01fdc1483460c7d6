package helper

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const (
	exampleRole = "arn:aws:iam::123456789012:role/puller"
	webIdentity = "A_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN"
	roleOfA     = "A_CONTAINER_REGISTRY_ROLE_ARN"
)

// webToken returns a token with these claims (RFC 7519).
func webToken(claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"RS256"}`)) + "." + part([]byte(claims)) + "." + part([]byte(planted))
}

// TestWebIdentity asks with the token, wherever it comes from.
func TestWebIdentity(t *testing.T) {
	t.Parallel()
	token := webToken(`{"sub":"project_path:group/app","exp":1800000000}`)
	for name, variables := range map[string][]string{
		"directly":        {webIdentity + "=" + token},
		"with a line end": {webIdentity + "=" + token + "\n"},
		"with spaces":     {webIdentity + "= " + token + " "},
		"in a file":       {webIdentity + "_FILE=/var/run/secrets/aws/token"},
		"that never dies": {webIdentity + "=" + token, "AWS_ACCESS_KEY_ID=" + exampleID, "AWS_PROFILE=work"},
		"among empty values": {webIdentity + "=" + token, "A_CONTAINER_REGISTRY_USER=", "A_CONTAINER_REGISTRY_PASSWORD=",
			"A_CONTAINER_REGISTRY_PROFILE="},
	} {
		var asked ecr.Request
		r := run{
			environ: append(variables, "A_CONTAINER_REGISTRY_SERVER="+ecrHost, roleOfA+"= "+exampleRole+" ", debugVariable+"=1"), stdin: ecrHost,
			files: map[string]string{"/var/run/secrets/aws/token": token},
			exchange: func(request ecr.Request) (ecr.Token, error) {
				asked = request
				return ecr.Token{Password: hidden.Of("token"), Issued: testTime(), Lifetime: time.Hour}, nil
			},
		}
		r.do("get")
		if r.stdout != answer(ecrHost, "AWS", "token") || asked.Identity.WebIdentityToken.Reveal() != token ||
			asked.Identity.RoleARN.Reveal() != exampleRole || asked.Identity.IsAmbient() {
			t.Errorf("%s: %q; role %q", name, r.stdout, asked.Identity.RoleARN.Reveal())
		}
		if strings.Contains(r.stderr, token) || !strings.Contains(r.stderr, "which "+webIdentity) {
			t.Errorf("%s: debug: %q", name, r.stderr)
		}
		if r.do("list"); r.stdout != `{"`+ecrHost+`":"AWS"}`+"\n" {
			t.Errorf("%s: list prints %s", name, r.stdout)
		}
	}
}

// TestWebIdentityInWrongPlaces has what can't be a token or its role, or what stands
// beside it. Nothing may be answered, asked of AWS or shown.
func TestWebIdentityInWrongPlaces(t *testing.T) {
	t.Parallel()
	const prefix = "A_CONTAINER_REGISTRY_"
	const user, password, isNone = prefix + "USER", prefix + "PASSWORD", webIdentity + " is not a web identity token (JWT): set it to the token that the CI system or the cluster gave\n"
	const key = webIdentity + " holds an AWS access key, not a web identity token: set " + user + " and " + password + " to the key, and unset " + webIdentity + "\n"
	const path = webIdentity + " looks like the path of a file: to read the token from that file, name the variable " + webIdentity + "_FILE\n"
	const noRole = roleOfA + " is not the ARN of a role: write it as arn:aws:iam::123456789012:role/name\n"
	token := webToken(`{"exp":1800000000}`)
	of := func(token string) []string { return []string{"WEB_IDENTITY_TOKEN=" + token, "ROLE_ARN=" + exampleRole} }
	assuming := func(role string) []string { return []string{"WEB_IDENTITY_TOKEN=" + token, "ROLE_ARN=" + role} }
	with := func(more ...string) []string { return append(of(token), more...) }
	for name, test := range map[string]struct {
		variables []string
		want      string
	}{
		"no role":     {[]string{"WEB_IDENTITY_TOKEN=" + token}, roleOfA + " is not set: set it, or unset " + prefix + "SERVER\n"},
		"expired":     {of(webToken(`{"exp":1700000000}`)), "the token in " + webIdentity + " expired at 2023-11-14 22:13:20 UTC: set a new one\n"},
		"expired now": {of(webToken(`{"exp":1767323045}`)), "the token in " + webIdentity + " expired at 2026-01-02 03:04:05 UTC: set a new one\n"},
		"an ID":       {of(exampleID), key}, "a key": {of(exampleKey), key}, "both": {of(exampleID + ":" + exampleKey), key},
		"a key in base64": {of(base64.StdEncoding.EncodeToString([]byte(exampleKey))), key},
		"a path":          {of("/var/run/secrets/aws/token"), path}, "a path at home": {of("~/token"), path}, "a URL of a file": {of("file:///token"), path},
		"a relative path": {of("secrets/token"), path}, "a path of Windows": {of(`C:\token`), path},
		"a file's path in a file": {[]string{"WEB_IDENTITY_TOKEN_FILE=/path", "ROLE_ARN=" + exampleRole}, webIdentity + "_FILE is not a web identity token (JWT)"},
		"a word":                  {of(planted), isNone}, "a variable": {of("$CI_JOB_JWT"), isNone}, "quotes": {of(`"` + token + `"`), isNone},
		"a token of a forge": {of("glpat-" + planted), isNone}, "cut": {of(token[:len(token)-len(planted)-10]), isNone},
		"a scheme": {of("Bearer " + token), isNone}, "JSON": {of(`{"value":"` + token + `"}`), isNone},
		"swapped": {[]string{"WEB_IDENTITY_TOKEN=" + exampleRole, "ROLE_ARN=" + token},
			webIdentity + " and " + roleOfA + " are swapped: set " + webIdentity + " to the token and " + roleOfA + " to the role\n"},
		"the role twice": {of(exampleRole), "A_CONTAINER_REGISTRY_WEB_IDENTITY_TOKEN is not a web identity token (JWT)"},
		"a line break":   {of(token + "\n" + token), webIdentity + " has a line break"},
		"two identities": {with("USER="+exampleID, "PASSWORD="+exampleKey), webIdentity + " stands beside " + user + " and " + password +
			", and a secret has one identity: unset " + webIdentity + ", or unset " + user + " and " + password + "\n"},
		"a profile": {with("PROFILE=work"), webIdentity + " stands beside " + prefix + "PROFILE, and a secret has one identity"},
		"three":     {with("PROFILE=work", "SESSION_TOKEN=s"), webIdentity + " stands beside " + prefix + "PROFILE and " + prefix + "SESSION_TOKEN, and"},
		"user AWS":  {with("USER=AWS", "PASSWORD="+planted), webIdentity + " stands beside " + user + " and " + password},
		"in PASSWORD": {[]string{"USER=" + exampleID, "PASSWORD=" + token}, password + " is a web identity token (JWT): set " + webIdentity + " to it, with " +
			roleOfA + ", and unset " + user + " and " + password + "\n"},
		"in PASSWORD of AWS": {[]string{"USER=AWS", "PASSWORD=" + token}, password + " is a web identity token (JWT)"},
		"in SESSION_TOKEN":   {[]string{"USER=" + exampleID, "PASSWORD=" + exampleKey, "SESSION_TOKEN=" + token}, prefix + "SESSION_TOKEN is a web identity token (JWT)"},

		"a role in quotes":         {assuming(`"` + exampleRole + `"`), noRole},
		"a role's name":            {assuming("puller"), noRole},
		"a role without a name":    {assuming("arn:aws:iam::123456789012:role/"), noRole},
		"a role's path alone":      {assuming("arn:aws:iam::123456789012:role/path/"), noRole},
		"a role's long name":       {assuming(exampleRole + strings.Repeat("x", 60)), noRole},
		"eleven digits":            {assuming("arn:aws:iam::12345678901:role/puller"), noRole},
		"a session of a role":      {assuming("arn:aws:sts::123456789012:assumed-role/puller/x"), noRole},
		"a user":                   {assuming("arn:aws:iam::123456789012:user/puller"), noRole},
		"a region":                 {assuming("arn:aws:iam:us-east-1:123456789012:role/puller"), noRole},
		"two of them":              {assuming(exampleRole + " " + exampleRole), noRole},
		"a role of China":          {assuming("arn:aws-cn:iam::123456789012:role/puller"), roleOfA + " is of another part of AWS than the registry: set it to a role of aws, as arn:aws:iam::123456789012:role/name\n"},
		"a role of no partition":   {assuming("arn:awsx:iam::123456789012:role/puller"), roleOfA + " is of another part of AWS"},
		"a role of China by keys":  {[]string{"USER=" + exampleID, "PASSWORD=" + exampleKey, "ROLE_ARN=arn:aws-cn:iam::123456789012:role/puller"}, roleOfA + " is of another part of AWS"},
		"a role of China, ambient": {[]string{"ROLE_ARN=arn:aws-us-gov:iam::123456789012:role/puller"}, roleOfA + " is of another part of AWS"},
		"a quoted role, ambient":   {[]string{"ROLE_ARN='" + exampleRole + "'"}, noRole},
		"a quoted role, profile":   {[]string{"PROFILE=work", "ROLE_ARN='" + exampleRole + "'"}, noRole},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environ := []string{prefix + "SERVER=" + ecrHost}
			for _, variable := range test.variables {
				environ = append(environ, prefix+variable)
			}
			r := run{environ: environ, stdin: ecrHost, files: map[string]string{"/path": "/var/run/token"}, cacheDir: t.TempDir(),
				exchange: func(ecr.Request) (ecr.Token, error) {
					t.Error("AWS is asked")
					return ecr.Token{}, errors.New("not to be asked")
				}}
			for _, verb := range []string{"get", "list", "erase"} {
				r.do(verb)
				for _, secret := range []string{planted, token, exampleKey, exampleID} {
					if strings.Contains(r.stdout+r.stderr, secret) {
						t.Errorf("%s shows a value: %q, %q", verb, r.stdout, r.stderr)
					}
				}
				if verb == "get" && (r.status != 1 || !strings.HasPrefix(r.stdout, ecrHost+": "+test.want)) || verb == "list" && r.stdout != "{}\n" {
					t.Errorf("%s: status %d, %q, want %q", verb, r.status, r.stdout, test.want)
				}
			}
		})
	}
}

// Invariants: AWS is asked with a web identity token only if it is a JWT in the
// compact form of RFC 7515, 7.1, and its time is not over; and whatever it is, it
// shows nowhere, with debugging too.
func FuzzWebIdentity(f *testing.F) {
	for _, token := range []string{
		webToken(`{"exp":1800000000}`), webToken(`{}`), webToken(`{"exp":1700000000}`), webToken(`{"exp":null}`), "a.b.c", "..", exampleKey, exampleID, "/var/run/token",
		webToken(`{"exp":1800000000}`) + "=", webToken(`{"exp":1800000000}`) + ".x", "eyJhbGciOiJub25lIn0.e30.", "bnVsbA.bnVsbA.bnVsbA",
	} {
		f.Add(token, exampleRole)
	}
	f.Add(exampleRole, webToken(`{"exp":1800000000}`))
	f.Fuzz(func(t *testing.T, token, role string) {
		token += planted
		isAsked := false
		r := run{
			environ: []string{"A_CONTAINER_REGISTRY_SERVER=" + ecrHost, webIdentity + "=" + token, roleOfA + "=" + role, debugVariable + "=1"},
			stdin:   ecrHost,
			exchange: func(ecr.Request) (ecr.Token, error) {
				isAsked = true
				return ecr.Token{}, &ecr.Failure{Cause: ecr.WebIdentityRefused}
			},
		}
		r.do("get")
		if strings.Contains(r.stdout+r.stderr, planted) && !strings.Contains(role, planted) {
			t.Errorf("the token shows: %q, %q", r.stdout, r.stderr)
		}
		if r.status != 1 || strings.Count(r.stdout, "\n") != 1 {
			t.Errorf("status %d, %q", r.status, r.stdout)
		}
		if !isAsked {
			return
		}
		parts := strings.Split(strings.TrimFunc(token, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }), ".")
		if len(parts) != 3 {
			t.Fatalf("AWS is asked with %d parts", len(parts))
		}
		for i, part := range parts {
			padded := part + strings.Repeat("=", (4-len(part)%4)%4)
			text, err := base64.URLEncoding.DecodeString(padded)
			if err != nil || i < 2 && !json.Valid(text) {
				t.Errorf("AWS is asked with the part %q", part)
			}
		}
		if !regexp.MustCompile(`^arn:aws:iam::[0-9]{12}:role/`).MatchString(strings.TrimSpace(role)) {
			t.Errorf("AWS is asked with the role %q", role)
		}
	})
}
