package helper

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestDebugTellsTheWay reads what the decisions on the way to an ECR token are explained by.
func TestDebugTellsTheWay(t *testing.T) {
	t.Parallel()
	keys := secret("ECR", ecrHost, "AKIAIOSFODNN7EXAMPLE")
	cacheDir, shared := t.TempDir(), t.TempDir()
	if err := os.Symlink(t.TempDir(), filepath.Join(shared, Name)); err != nil {
		t.Skip(err)
	}
	registry, _ := ecr.ParseRegistry(ecrHost)
	cached := ecr.Request{Registry: registry, Identity: ecr.Identity{AccessKeyID: hidden.Of("AKIAIOSFODNN7EXAMPLE"), SecretAccessKey: hidden.Of(planted + "-ECR")}}
	entryOf(t, ecr.Cache{Dir: filepath.Join(cacheDir, Name)}, cached).PutToken(ecr.Token{Password: hidden.Of("kept"), Issued: testTime(), Lifetime: 12 * time.Hour})
	pasted := func(password string) []string {
		return []string{"ECR_CONTAINER_REGISTRY_SERVER=" + ecrHost, "ECR_CONTAINER_REGISTRY_USER=AWS", "ECR_CONTAINER_REGISTRY_PASSWORD=" + password}
	}
	dated := base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"expiration":%d}`, testTime().Add(time.Hour).Unix()))
	const answered = ecrHost + " is answered by ECR_CONTAINER_REGISTRY_SERVER "
	const noCache = "no token cache: " + CacheVariable + " is off or not an absolute path, or there is no home directory"
	for name, test := range map[string]struct {
		run  run
		want []string
	}{
		"cached": {run{environ: keys, cacheDir: cacheDir}, []string{
			answered + "(ECR)", ecrHost + ": cached token, good until 2026-01-02 15:04:05 UTC",
		}},
		"exchanged": {run{environ: keys, exchange: func(ecr.Request) (ecr.Token, error) {
			return ecr.Token{Password: hidden.Of("new"), Issued: testTime(), Lifetime: time.Hour}, nil
		}}, []string{
			answered + "(ECR)", noCache, "no fresh token in the cache: an exchange in us-east-1 may take 15s", "token good until 2026-01-02 04:04:05 UTC",
		}},
		"failed": {run{environ: keys, exchange: func(ecr.Request) (ecr.Token, error) {
			return ecr.Token{}, &ecr.Failure{Cause: ecr.ClockSkewed}
		}}, []string{
			answered + "(ECR)", noCache, "no fresh token in the cache: an exchange in us-east-1 may take 15s",
		}},
		"a cache behind a link": {run{environ: keys, cacheDir: shared, exchange: func(ecr.Request) (ecr.Token, error) {
			return ecr.Token{Password: hidden.Of("new"), Issued: testTime(), Lifetime: time.Hour}, nil
		}}, []string{
			answered + "(ECR)", "no token can be kept in " + filepath.Join(shared, Name) + ": it is not a directory, or a link to one",
			"no fresh token in the cache: an exchange in us-east-1 may take 15s", "token good until 2026-01-02 04:04:05 UTC",
		}},
		"ambient": {run{environ: keys[:1], exchange: func(ecr.Request) (ecr.Token, error) { return ecr.Token{Issued: testTime()}, nil }}, []string{
			answered + "(ECR, token by exchange with the ambient AWS identity)", noCache,
			"no fresh token in the cache: an exchange in us-east-1 may take 15s", "token good until 2026-01-02 03:04:05 UTC",
		}},
		"a token":          {run{environ: pasted("opaque")}, []string{answered + "(ECR)", ecrHost + ": token of user AWS, expiry not readable"}},
		"a readable token": {run{environ: pasted(dated)}, []string{answered + "(ECR)", ecrHost + ": token of user AWS, good until 2026-01-02 04:04:05 UTC"}},
	} {
		test.run.environ = append([]string{debugVariable + "=1"}, test.run.environ...)
		test.run.stdin = ecrHost
		test.run.do("get")
		var got []string
		for line := range strings.Lines(test.run.stderr) {
			if text, ok := strings.CutPrefix(line, Name+": debug: "); ok {
				got = append(got, strings.TrimSuffix(text, "\n"))
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestEraseOfAPlainSecret looks for no token, and so for no cache.
func TestEraseOfAPlainSecret(t *testing.T) {
	t.Parallel()
	r := run{environ: append(secret("A", "a.example", "u"), debugVariable+"=1"), stdin: "https://a.example"}
	want := Name + ": debug: a.example is answered by A_CONTAINER_REGISTRY_SERVER (user name and password)\n"
	if r.do("erase"); r.stderr != want {
		t.Errorf("standard error %q, want %q", r.stderr, want)
	}
}

// TestDebugPassesOverNoGoodSecret has nothing but one of another registry.
func TestDebugPassesOverNoGoodSecret(t *testing.T) {
	t.Parallel()
	r := run{environ: append(secret("B", "b.example", "u"), debugVariable+"=1"), stdin: "a.example"}
	if r.do("get"); r.stderr != Name+": debug: no secret names a.example: not found\n" {
		t.Errorf("standard error %q", r.stderr)
	}
}

// TestDebugTellsWhyNothingIsErased has an erase that does nothing, and a get of what is no registry.
func TestDebugTellsWhyNothingIsErased(t *testing.T) {
	t.Parallel()
	const prefix = "ECR_CONTAINER_REGISTRY_"
	for name, test := range map[string]struct {
		verb, stdin string
		environ     []string
		want        string
	}{
		"ambient":   {"erase", ecrHost, []string{prefix + "SERVER=" + ecrHost}, ecrHost + ": a token of the ambient AWS identity stays in the cache"},
		"unknown":   {"erase", "a.example", nil, "nothing to erase: " + strings.TrimSpace(notFoundText)},
		"no file":   {"erase", ecrHost, []string{prefix + "SERVER=" + ecrHost, prefix + "USER_FILE=/none", prefix + "PASSWORD=p"}, prefix + "USER_FILE names a file that can't be read"},
		"no server": {"get", "-", nil, "the given server is not a registry address: not found"},
		"no secret": {"get", "a.example", nil, "no secret names a.example: not found"},
		"a malformed one": {"get", "a.example", []string{"X_CONTAINER_REGISTRY_SERVER='b.example'", "X_CONTAINER_REGISTRY_USER=u"},
			"a secret is passed over: X_CONTAINER_REGISTRY_SERVER is not a registry address"},
		"a password in its place": {"get", "a.example", []string{"X_CONTAINER_REGISTRY_SERVER=ghp_" + planted, "X_CONTAINER_REGISTRY_USER=u"},
			"a secret is passed over: X_CONTAINER_REGISTRY_SERVER looks like "},
	} {
		r := run{environ: append(test.environ, debugVariable+"=1"), stdin: test.stdin}
		if r.do(test.verb); !strings.Contains(r.stderr, test.want) {
			t.Errorf("%s: standard error %q, want %q", name, r.stderr, test.want)
		}
	}
}
