package helper

import (
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestWebIdentityOutlived has a job go on pulling after its token's time is over: the
// registry's token that it got goes on to serve, and nobody else's.
func TestWebIdentityOutlived(t *testing.T) {
	t.Parallel()
	token := webToken(`{"exp":1767323645}`) // ten minutes from now
	environ := []string{"A_CONTAINER_REGISTRY_SERVER=" + ecrHost, roleOfA + "=" + exampleRole, webIdentity + "=" + token}
	r := run{environ: environ, stdin: ecrHost, cacheDir: t.TempDir()}
	registry, _ := ecr.ParseRegistry(ecrHost)
	cache := ecr.Cache{Dir: r.cacheDir + "/" + Name}
	request := ecr.Request{Registry: registry, Identity: ecr.Identity{RoleARN: hidden.Of(exampleRole), WebIdentityToken: hidden.Of(token)}}
	entryOf(t, cache, request).PutToken(ecr.Token{Password: hidden.Of("kept"), Issued: testTime(), Lifetime: 12 * time.Hour})
	for after, want := range map[time.Duration]string{
		time.Minute:         answer(ecrHost, "AWS", "kept"),
		time.Hour:           answer(ecrHost, "AWS", "kept"),
		11 * time.Hour:      answer(ecrHost, "AWS", "kept"),
		12 * time.Hour:      ecrHost + ": the token in " + webIdentity + " expired at 2026-01-02 03:14:05 UTC: set a new one\n",
		10*time.Minute - 1:  answer(ecrHost, "AWS", "kept"),
		240 * time.Hour:     ecrHost + ": the token in " + webIdentity + " expired at 2026-01-02 03:14:05 UTC: set a new one\n",
		30 * 24 * time.Hour: ecrHost + ": the token in " + webIdentity + " expired at 2026-01-02 03:14:05 UTC: set a new one\n",
	} {
		r.now = testTime().Add(after)
		if r.do("get"); r.stdout != want {
			t.Errorf("after %s: %q, want %q", after, r.stdout, want)
		}
	}
	r.now = testTime().Add(time.Hour)
	r.environ = append(environ[:2:2], webIdentity+"="+webToken(`{"exp":1767323645,"sub":"other"}`))
	if r.do("get"); !strings.Contains(r.stdout, "expired at") {
		t.Errorf("another token: %q", r.stdout)
	}
	for _, excusing := range [][]string{{OnErrorVariable + "=notfound"}, {"A_CONTAINER_REGISTRY_SERVER=public.ecr.aws"}} {
		r.environ = append(excusing, r.environ...)
		if r.stdin = strings.TrimPrefix(excusing[0], "A_CONTAINER_REGISTRY_SERVER="); r.stdin == excusing[0] {
			r.stdin = ecrHost
		}
		if r.do("get"); r.stdout != notFoundText || !strings.Contains(r.stderr, "expired at 2026-01-02 03:14:05 UTC") {
			t.Errorf("%s: %q, %q", excusing, r.stdout, r.stderr)
		}
	}
	r.environ, r.stdin = environ, ecrHost
	if r.do("erase"); r.status != 0 {
		t.Errorf("erase: status %d", r.status)
	}
	if r.do("get"); !strings.Contains(r.stdout, "expired at") {
		t.Errorf("after erase: %q", r.stdout)
	}
}
