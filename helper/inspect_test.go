package helper

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

func programIn(environ ...string) Program {
	return Program{
		Environ: environ,
		Now:     testTime,
		ReadFile: func(path string) ([]byte, error) {
			if path == "/aws" {
				return []byte("AWS\n"), nil
			}
			return nil, errors.New("file does not exist")
		},
		UserCacheDir: func() (string, error) { return "", errors.New("no home") },
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	const wrongTimeout = timeoutVariable + " is not a duration above zero, as 15s or 1m30s"
	for _, test := range []struct {
		timeout, onError string
		want             time.Duration
		problems         []string
	}{
		{"", "", 15 * time.Second, nil},
		{"1ns", "fail", time.Nanosecond, nil},
		{"1m30s", "notfound", 90 * time.Second, nil},
		{"0", "", 15 * time.Second, []string{wrongTimeout}},
		{"0s", "", 15 * time.Second, []string{wrongTimeout}},
		{"-1ns", "", 15 * time.Second, []string{wrongTimeout}},
		{"15", "", 15 * time.Second, []string{wrongTimeout}},
		{"15s", "Fail", 15 * time.Second, []string{onErrorVariable + " is neither fail nor notfound"}},
		{"soon", "never", 15 * time.Second, []string{wrongTimeout, onErrorVariable + " is neither fail nor notfound"}},
	} {
		p := programIn(timeoutVariable+"="+test.timeout, onErrorVariable+"="+test.onError)
		if got := p.Timeout(); got != test.want {
			t.Errorf("%q: timeout %v, want %v", test.timeout, got, test.want)
		}
		var problems []string
		for _, err := range p.CheckSettings() {
			problems = append(problems, err.Error())
		}
		if diff := cmp.Diff(test.problems, problems); diff != "" {
			t.Errorf("%q, %q: -want +got\n%s", test.timeout, test.onError, diff)
		}
	}
}

func TestIsAtGitHub(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]bool{
		"CODESPACES=true": true, "GITHUB_ACTIONS=true": true, "CODESPACES=false": false, "GITHUB_ACTIONS=": false, "GITHUB_TOKEN=t": false,
	} {
		if got := programIn(variable).IsAtGitHub(); got != want {
			t.Errorf("%s: %v", variable, got)
		}
	}
}

// TestGetenv looks at names that only resemble each other.
func TestGetenv(t *testing.T) {
	t.Parallel()
	p := programIn("AB", "A", "B=", "AB=second", "A=first=", "A=other", "=x")
	for name, want := range map[string]string{"A": "first=", "AB": "second", "B": "", "C": "", "": "x"} {
		if got := p.Getenv(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestExcused(t *testing.T) {
	t.Parallel()
	environ := secret("A", ecrHost, "AKIAIOSFODNN7EXAMPLE")
	for name, test := range map[string]struct {
		environ           []string
		server            string
		excused, notFound bool
	}{
		"excused":   {append(environ, onErrorVariable+"=notfound"), ecrHost, true, true},
		"failed":    {environ, ecrHost, false, false},
		"not found": {environ, "b.example", false, true},
	} {
		p := programIn(test.environ...)
		_, _, question, err := p.Get(test.server)
		if question != nil {
			_, _, err = question.Answer(ecr.Token{}, &ecr.Failure{Cause: ecr.ClockSkewed})
		}
		failure, excused := Excused(err)
		if excused != test.excused || IsNotFound(err) != test.notFound {
			t.Errorf("%s: excused %v, not found %v", name, excused, IsNotFound(err))
		}
		if excused && failure.Next != "set the clock" {
			t.Errorf("%s: %+v", name, failure)
		}
	}
}

// TestCachedToken keeps a token for keys, and asks for it as doctor does.
func TestCachedToken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	environ := append(secret("A", ecrHost, "AKIAIOSFODNN7EXAMPLE"), CacheVariable+"="+dir,
		"P_CONTAINER_REGISTRY_SERVER=public.ecr.aws",
		"F_CONTAINER_REGISTRY_SERVER="+ecrHost+"/file", "F_CONTAINER_REGISTRY_USER=AKIAIOSFODNN7EXAMPLE", "F_CONTAINER_REGISTRY_PASSWORD_FILE=/none")
	environ = append(environ, secret("B", "b.example", "u")...)
	p := programIn(environ...)
	if p.TokenCache().Dir != dir {
		t.Errorf("the cache is in %q", p.TokenCache().Dir)
	}
	if _, ok := p.CachedToken(ecrHost); ok {
		t.Error("an empty cache has a token")
	}
	registry, _ := ecr.ParseRegistry(ecrHost)
	entryOf(t, p.TokenCache(), ecr.Request{Registry: registry, Identity: ecr.Identity{
		AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(planted + "-A"),
	}}).PutToken(ecr.Token{Password: hidden.Of("old"), Issued: testTime().Add(-24 * time.Hour), Lifetime: 12 * time.Hour})
	for server, want := range map[string]string{ecrHost: "old", ecrHost + "/file": "", "public.ecr.aws": "", "b.example": "", "unknown.example": ""} {
		if token, ok := p.CachedToken(server); ok != (want != "") || token.Password.Reveal() != want {
			t.Errorf("%s: a token: %v, %q", server, ok, token.Password.Reveal())
		}
	}
}
