package helper

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const (
	notFoundText = "credentials not found in native keychain\n"
	ecrHost      = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	// planted is in every value that must not show, but in an answer.
	planted = "s3cr3t"
)

func testTime() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

// A run is one execution of the helper and what came of it.
type run struct {
	environ []string
	stdin   string
	// exchange stands in for AWS.
	exchange func(ecr.Request) (ecr.Token, error)
	cacheDir string
	files    map[string]string
	now      time.Time

	status         int
	stdout, stderr string
}

func (r *run) do(args ...string) {
	var stdout, stderr bytes.Buffer
	program := Program{
		Version: "v1.2.3", Environ: r.environ, Stdin: strings.NewReader(r.stdin), Stdout: &stdout, Stderr: &stderr,
		Now: func() time.Time {
			if r.now.IsZero() {
				return testTime()
			}
			return r.now
		},
		ReadFile: func(path string) ([]byte, error) {
			content, ok := r.files[path]
			if !ok {
				return nil, errors.New("file does not exist")
			}
			return []byte(content), nil
		},
		UserCacheDir: func() (string, error) {
			if r.cacheDir == "" {
				return "", errors.New("neither XDG_CACHE_HOME nor HOME are defined")
			}
			return r.cacheDir, nil
		},
	}
	r.status = r.end(program, args)
	r.stdout, r.stderr = stdout.String(), stderr.String()
}

// end runs both halves, as the front desk and main do.
func (r *run) end(program Program, args []string) (status int) {
	started, ok := program.Start(args)
	if !ok {
		panic("no verb of the protocol")
	}
	question := started.Question()
	if question == nil {
		return started.Finish(ecr.Token{}, nil)
	}
	defer question.Entry.Close()
	if r.exchange == nil {
		return started.Finish(ecr.Token{}, errors.New("AWS was asked"))
	}
	return started.Finish(r.exchange(question.Entry.Request))
}

// entryOf returns an entry that is closed before the test's directory is
// removed: Windows removes no directory that is open.
func entryOf(t testing.TB, cache ecr.Cache, request ecr.Request) *ecr.Entry {
	t.Helper()
	entry := cache.Entry(request)
	t.Cleanup(entry.Close)
	return entry
}

// secret returns the variables of a secret, complete.
func secret(prefix, server, user string) []string {
	return []string{
		prefix + "_CONTAINER_REGISTRY_SERVER=" + server,
		prefix + "_CONTAINER_REGISTRY_USER=" + user,
		prefix + "_CONTAINER_REGISTRY_PASSWORD=" + planted + "-" + prefix,
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	environ := append(secret("ACR", "mycompany.azurecr.io", "u"), secret("HUB", "https://index.docker.io/v1/", "h")...)
	environ = append(environ,
		"HALF_CONTAINER_REGISTRY_SERVER=half.example", "HALF_CONTAINER_REGISTRY_USER=u", "HALF_CONTAINER_REGISTRY_PASSWORD=",
		"FILE_CONTAINER_REGISTRY_SERVER=file.example", "FILE_CONTAINER_REGISTRY_USER=u", "FILE_CONTAINER_REGISTRY_PASSWORD_FILE=/run/secrets/file",
	)
	environ = append(environ, secret("AWS", "user-aws.example", "AWS")...)
	for server, want := range map[string]string{
		"mycompany.azurecr.io":                       `{"ServerURL":"mycompany.azurecr.io","Username":"u","Secret":"s3cr3t-ACR"}`,
		" https://MyCompany.azurecr.io:443/v2/\r\n":  `{"ServerURL":"https://MyCompany.azurecr.io:443/v2/","Username":"u","Secret":"s3cr3t-ACR"}`,
		"mycompany.azurecr.io/org/app:1":             `{"ServerURL":"mycompany.azurecr.io/org/app:1","Username":"u","Secret":"s3cr3t-ACR"}`,
		"user-aws.example":                           `{"ServerURL":"user-aws.example","Username":"AWS","Secret":"s3cr3t-AWS"}`,
		"registry-1.docker.io:443":                   `{"ServerURL":"registry-1.docker.io:443","Username":"h","Secret":"s3cr3t-HUB"}`,
		"file.example":                               `{"ServerURL":"file.example","Username":"u","Secret":"s3cr3t-file"}`,
		"https://index.docker.io/v1/refresh-token":   "credentials not found in native keychain",
		"mycompany.azurecr.io:5000":                  "credentials not found in native keychain",
		"https://not.a.real.registry/url":            "credentials not found in native keychain",
		"no server at all":                           "credentials not found in native keychain",
		"half.example":                               "half.example: HALF_CONTAINER_REGISTRY_PASSWORD is not set: set it, or unset HALF_CONTAINER_REGISTRY_SERVER",
		"half.example/" + strings.Repeat("a", 50000): "half.example: HALF_CONTAINER_REGISTRY_PASSWORD is not set: set it, or unset HALF_CONTAINER_REGISTRY_SERVER",
		"":                                   "no credentials server URL",
		" \r\n":                              "no credentials server URL",
		"mycompany.azurecr.io\nhalf.example": "standard input has more than one line: give one server",
		"mycompany\x00.azurecr.io":           "standard input is not text: give one server",
		"\xff\xfe":                           "standard input is not text: give one server",
	} {
		r := run{environ: environ, stdin: server, files: map[string]string{"/run/secrets/file": planted + "-file\n"}}
		r.do("get")
		wantStatus, wantStderr := 1, "docker-credential-secrets: "+want+"\n"
		switch {
		case want[0] == '{':
			wantStatus, wantStderr = 0, ""
		case want+"\n" == notFoundText:
			wantStderr = ""
		case want == "no credentials server URL":
			wantStderr = "docker-credential-secrets: " + want + ": standard input has to name a registry, as mycompany.azurecr.io\n"
		}
		name := server[:min(len(server), 60)]
		if diff := cmp.Diff(want+"\n", r.stdout); diff != "" {
			t.Errorf("%q: standard output: -want +got\n%s", name, diff)
		}
		if diff := cmp.Diff(wantStderr, r.stderr); diff != "" {
			t.Errorf("%q: standard error: -want +got\n%s", name, diff)
		}
		if r.status != wantStatus {
			t.Errorf("%q: status %d, want %d", name, r.status, wantStatus)
		}
	}
}

// TestStartLeaves looks at arguments that are no verb of the protocol: nothing
// is read or written for them.
func TestStartLeaves(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"", "wrong", "get x", "GET", "version", "--version", "help", "get --help"} {
		if _, ok := (Program{}).Start(strings.Fields(args)); ok {
			t.Errorf("%q is taken for a verb", args)
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	environ := append(secret("ACR", "HTTPS://mycompany.azurecr.io:443", "u"), secret("HUB", "https://index.docker.io/v1/", "h")...)
	environ = append(environ, secret("ACR2", "mycompany.azurecr.io", "outranked")...)
	environ = append(environ, secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE")...)
	environ = append(environ, secret("PATH", "ghcr.io/org", "p")...)
	environ = append(environ, secret("HUBPATH", "https://registry-1.docker.io/org/", "o")...)
	environ = append(environ, secret("NOPASSWORD", "nopassword.example", "u")[:2]...)
	environ = append(environ, secret("KEY", "key.example", "AKIAIOSFODNN7EXAMPLE")...)
	environ = append(environ, secret("TEMPORARY", "222222222222.dkr.ecr.us-east-1.amazonaws.com", "ASIAIOSFODNN7EXAMPLE")...)
	environ = append(environ, "GITHUB_TOKEN=t", "AMBIENT_CONTAINER_REGISTRY_SERVER=public.ecr.aws", "HALF_CONTAINER_REGISTRY_SERVER=half.example",
		"FILE_CONTAINER_REGISTRY_SERVER=file.example", "FILE_CONTAINER_REGISTRY_USER_FILE=/user", "FILE_CONTAINER_REGISTRY_PASSWORD_FILE=/password",
		"GONE_CONTAINER_REGISTRY_SERVER=gone.example", "GONE_CONTAINER_REGISTRY_USER_FILE=/none", "GONE_CONTAINER_REGISTRY_PASSWORD=p",
		"LOST_CONTAINER_REGISTRY_SERVER=lost.example", "LOST_CONTAINER_REGISTRY_USER=u", "LOST_CONTAINER_REGISTRY_PASSWORD_FILE=/none")
	for name, test := range map[string]struct {
		environ []string
		want    string
	}{
		"nothing": {nil, "{}"},
		"all sorts": {environ, `{"` + ecrHost + `":"AWS","docker.io/org":"o","file.example":"f","ghcr.io":"x-access-token","ghcr.io/org":"p",` +
			`"https://index.docker.io/v1/":"h","mycompany.azurecr.io":"u","mycompany.azurecr.io:443":"u","public.ecr.aws":"AWS"}`},
		"Docker Hub as podman-remote needs it": {secret("HUB", "docker.io", "h"), `{"docker.io":"h"}`},
		"Docker Hub as else":                   {secret("HUB", "DOCKER.IO", "h"), `{"https://index.docker.io/v1/":"h"}`},
		"Docker Hub, its host":                 {secret("HUB", "http://registry-1.docker.io", "h"), `{"https://index.docker.io/v1/":"h"}`},
		"Docker Hub, with a query":             {secret("HUB", "docker.io/?access_token=t", "h"), `{"https://index.docker.io/v1/":"h"}`},
		"Docker Hub, a part":                   {secret("HUB", "index.docker.io/Team", "h"), `{"docker.io/Team":"h"}`},
		"a port and capitals":                  {secret("A", "https://A.example:443/Team", "u"), `{"A.example/Team":"u","A.example:443/Team":"u","a.example/Team":"u"}`},
		"plain http, with a query":             {secret("A", "http://a.example:80/?access_token=t", "u"), `{"a.example:80":"u"}`},
	} {
		r := run{environ: test.environ, stdin: "unused", files: map[string]string{"/user": "f\n", "/password": "p\n"}}
		r.do("list")
		if r.status != 0 || r.stderr != "" {
			t.Errorf("%s: status %d, standard error %q", name, r.status, r.stderr)
		}
		if diff := cmp.Diff(test.want+"\n", r.stdout); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// What AWS sends may hold what would break the one line of an error, move a
// cursor, or be a command to whoever reads the log.
func TestErrorIsOneLine(t *testing.T) {
	t.Parallel()
	r := run{
		environ: secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE"), stdin: ecrHost,
		exchange: func(ecr.Request) (ecr.Token, error) {
			return ecr.Token{}, &ecr.Failure{Cause: ecr.NotPermitted, Detail: "a\n`\x1b[31m\u009b\u202e\xff ##vso[task.x] ::error::b"}
		},
	}
	r.do("get")
	want := ecrHost + ": a\\u000a'\\u001b[31m\\u009b\\u202e\\ufffd \\u0023#vso[task.x] \\u003a:error::b is not allowed to get ECR tokens: allow it ecr:GetAuthorizationToken\n"
	if diff := cmp.Diff(want, r.stdout); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff(Name+": "+want, r.stderr); diff != "" {
		t.Errorf("standard error: -want +got\n%s", diff)
	}
}
