package helper

import (
	"errors"
	"runtime"
	"strings"
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
		{"15s", "Fail", 15 * time.Second, []string{OnErrorVariable + " is neither fail nor notfound"}},
		{"soon", "never", 15 * time.Second, []string{wrongTimeout, OnErrorVariable + " is neither fail nor notfound"}},
	} {
		p := programIn(timeoutVariable+"="+test.timeout, OnErrorVariable+"="+test.onError)
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

func TestCacheSetting(t *testing.T) {
	t.Parallel()
	for value, isRight := range map[string]bool{"": true, "off": true, t.TempDir(): true, "Off": false, "cache": false, "./cache": false, "~/cache": false} {
		if errs := programIn(CacheVariable + "=" + value).CheckSettings(); (len(errs) == 0) != isRight {
			t.Errorf("%q: %v", value, errs)
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
		"excused":   {append(environ, OnErrorVariable+"=notfound"), ecrHost, true, true},
		"failed":    {environ, ecrHost, false, false},
		"not found": {environ, "b.example", false, true},
	} {
		p := programIn(test.environ...)
		answer, err := p.Get(test.server)
		if answer.Question != nil {
			_, err = answer.Question.Answer(ecr.Token{}, &ecr.Failure{Cause: ecr.ClockSkewed})
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

// TestWhatNotFoundCovers lets clients that ask for every registry go on, whatever is
// wrong with a secret of one of them.
func TestWhatNotFoundCovers(t *testing.T) {
	t.Parallel()
	for name, fields := range map[string][]string{
		"incomplete":         {"SERVER=a.example", "USER=u"},
		"malformed":          {`SERVER="a.example"`, "USER=u", "PASSWORD=p"},
		"swapped":            {"SERVER=hunter2", "USER=u", "PASSWORD=a.example"},
		"a file that is not": {"SERVER=a.example", "USER=u", "PASSWORD_FILE=/none"},
		"no text":            {"SERVER=a.example", "USER=u", "PASSWORD=\xff"},
		"a key of AWS":       {"SERVER=a.example", "USER=AKIAIOSFODNN7EXAMPLE", "PASSWORD=p"},
		"no key of AWS":      {"SERVER=" + ecrHost, "USER=AKIAIOSFODNN7EXAMPLE", "PASSWORD={}"},
		"an expired token":   {"SERVER=" + ecrHost, "USER=AWS", "PASSWORD=eyJleHBpcmF0aW9uIjoxMDAwMDAwMDAwfQ=="},
		"a wrong setting":    {"SERVER=" + ecrHost, "USER=AKIAIOSFODNN7EXAMPLE", "PASSWORD=" + strings.Repeat("k", 40), timeoutVariable + "=soon"},
	} {
		var environ []string
		for _, field := range fields {
			if !strings.HasPrefix(field, timeoutVariable) {
				field = "A_CONTAINER_REGISTRY_" + field
			}
			environ = append(environ, field)
		}
		server := "a.example"
		if strings.Contains(fields[0], ecrHost) {
			server = ecrHost
		}
		_, failure := programIn(environ...).Get(server)
		_, err := programIn(append(environ, OnErrorVariable+"=notfound")...).Get(server)
		excused, ok := Excused(err)
		if failure == nil || IsNotFound(failure) || !ok || !IsNotFound(err) || excused.Error() != failure.Error() {
			t.Errorf("%s: fails with %v, excused with %v (%v)", name, failure, excused, err)
		}
		list, _ := newKeychain(programIn(environ...)).List()
		if len(list) > 0 {
			t.Errorf("%s: lists %v", name, list)
		}
	}
}

// TestGetTellsOfTheToken has a token in the cache, fresh or not, and asks as
// doctor does.
func TestGetTellsOfTheToken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := programIn(append(secret("A", ecrHost, exampleID), append(secret("B", "b.example", "u"), CacheVariable+"="+dir)...)...)
	registry, _ := ecr.ParseRegistry(ecrHost)
	entry := entryOf(t, p.TokenCache(), ecr.Request{Registry: registry, Identity: ecr.Identity{
		AccessKeyID: hidden.Of(exampleID), SecretAccessKey: hidden.Of(planted + "-A"),
	}})
	for name, test := range map[string]struct {
		server string
		age    time.Duration
		want   Answer // without the question
		isAsk  bool
	}{
		"fresh": {ecrHost, 0, Answer{Username: hidden.Of("AWS"), Password: hidden.Of("kept"), Token: ecr.Token{Password: hidden.Of("kept")}}, false},
		"old":   {ecrHost, 24 * time.Hour, Answer{}, true},
		"plain": {"b.example", 0, Answer{Username: hidden.Of("u"), Password: hidden.Of(planted + "-B")}, false},
	} {
		entry.PutToken(ecr.Token{Password: hidden.Of("kept"), Issued: testTime().Add(-test.age), Lifetime: 12 * time.Hour})
		got, err := p.Get(test.server)
		if isAsk := got.Question != nil; isAsk != test.isAsk || err != nil {
			t.Errorf("%s: a question: %v, %v", name, isAsk, err)
		}
		if got.Question != nil {
			got.Question.Entry.Close()
		}
		if !got.Username.Equal(test.want.Username) || !got.Password.Equal(test.want.Password) || !got.Token.Password.Equal(test.want.Token.Password) {
			t.Errorf("%s: not the credentials that are wanted", name)
		}
	}
}

// TestPatience has the start take five of the seconds that an answer may take.
func TestPatience(t *testing.T) {
	t.Parallel()
	p := programIn(append(secret("A", ecrHost, exampleID), timeoutVariable+"=20s")...)
	p.Started = time.Now().Add(-5 * time.Second)
	answer, err := p.Get(ecrHost)
	if err != nil || answer.Question == nil || answer.Question.Patience > 15*time.Second {
		t.Errorf("%+v, %v", answer.Question, err)
	}
}

// TestForMany asks a program for many as often as one for each.
func TestForMany(t *testing.T) {
	t.Parallel()
	p := programIn(append(secret("A", "a.example", "u"), timeoutVariable+"=20s")...).ForMany()
	for range 2 {
		if answer, err := p.Get("a.example"); err != nil || !answer.Username.Equal(hidden.Of("u")) {
			t.Errorf("user %v, %v", answer.Username, err)
		}
	}
	if diff := cmp.Diff([]string{timeoutVariable + "=20s"}, p.Environ); diff != "" || p.Timeout() != 20*time.Second {
		t.Errorf("settings: -want +got\n%s", diff)
	}
}

// TestCacheDir has what the user may name as the cache's directory.
func TestCacheDir(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("paths have another form there")
	}
	for value, want := range map[string]string{
		"/a/b": "/a/b", "/a/b/": "/a/b", "/a/b//": "/a/b", "off": "", "a/b": "", "./a": "", "~/a": "", "/": "", "//": "", "": "",
	} {
		if got := programIn(CacheVariable + "=" + value).TokenCache().Dir; got != want {
			t.Errorf("%s=%s: %q, want %q", CacheVariable, value, got, want)
		}
	}
}
