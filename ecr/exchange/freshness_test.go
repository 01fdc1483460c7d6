package exchange_test

import (
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// tokenLife is how long tokens live. The helper counts up to a second less.
const tokenLife = 12 * time.Hour

// newTimedWorld returns a world whose machine and AWS share a clock.
func newTimedWorld(t testing.TB) (*world, *clock) {
	t.Helper()
	w := newWorld(t)
	c := newClock()
	w.now = c.now
	w.aws.SetClock(c.now)
	return w, c
}

// checkTokens compares how many tokens AWS has given so far.
func (w *world) checkTokens(t *testing.T, want int) {
	t.Helper()
	if n := len(w.aws.Tokens()); n != want {
		t.Errorf("%d tokens given, want %d", n, want)
	}
}

func TestHalfLife(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		age  time.Duration
		want int
	}{
		{0, 1},
		{time.Hour, 1},
		{tokenLife/2 - 2*time.Second, 1},
		{tokenLife / 2, 2},
		{tokenLife - 2*time.Second, 2},
		{tokenLife, 2},
		{30 * 24 * time.Hour, 2},
	} {
		t.Run(test.age.String(), func(t *testing.T) {
			t.Parallel()
			w, c := newTimedWorld(t)
			w.mustGet(t)
			c.move(test.age)
			w.mustGet(t)
			w.checkTokens(t, test.want)
		})
	}
}

// TestShortLife has AWS give tokens that live shorter than ever seen: half of
// that counts.
func TestShortLife(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	w.aws.SetTokenLife(10 * time.Minute)
	w.mustGet(t)
	c.move(5*time.Minute - 2*time.Second)
	w.mustGet(t)
	w.checkTokens(t, 1)
	c.move(2 * time.Second)
	w.mustGet(t)
	w.checkTokens(t, 2)
}

// outages are ways in which AWS can't be asked, or does not answer.
func outages() map[string]func(*testing.T, *world) {
	always := func(fault awsendpoint.Fault) func(*testing.T, *world) {
		return func(_ *testing.T, w *world) { w.aws.FailAlways(fault) }
	}
	return map[string]func(*testing.T, *world){
		"throttled":      always(awsendpoint.Throttling("")),
		"throttled long": always(awsendpoint.Throttling("3600")),
		"unavailable":    always(awsendpoint.Fault{Status: http.StatusServiceUnavailable}),
		"reset":          always(awsendpoint.Fault{Reset: true}),
		"hang":           always(awsendpoint.Fault{Hang: true}),
		"garbage":        always(awsendpoint.Fault{Body: "<html>"}),
		"truncated":      always(awsendpoint.Fault{Truncate: true}),
		"no bundle": func(t *testing.T, w *world) {
			w.set("AWS_CA_BUNDLE", t.TempDir())
		},
		"proxy refuses": func(t *testing.T, w *world) {
			w.proxy = func(*http.Request) (*url.URL, error) {
				return nil, &ecr.Failure{Cause: ecr.ProxyRefused, Detail: "HTTP 403 Forbidden"}
			}
		},
	}
}

// TestOutage takes AWS away while a token grows old, and while it dies.
func TestOutage(t *testing.T) {
	t.Parallel()
	for name, spoil := range outages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, c := newTimedWorld(t)
			old := w.mustGet(t)
			spoil(t, w)
			c.move(tokenLife - 2*time.Second)
			if !w.mustGet(t).Password.Equal(old.Password) {
				t.Error("another token, want the old one")
			}
			calls := len(w.aws.Calls())
			for range 5 {
				w.mustGet(t)
			}
			if n := len(w.aws.Calls()) - calls; n != 0 {
				t.Errorf("%d calls by five processes right after a failed one, want 0", n)
			}
			c.move(2 * time.Second)
			w.mustFail(t, 500*time.Millisecond)
			w.aws.Heal()
			w.checkTokens(t, 1)
		})
	}
}

// TestRecoveryFromOutage has AWS come back: within a minute the next process
// gets a new token.
func TestRecoveryFromOutage(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	w.mustGet(t)
	c.move(tokenLife / 2)
	w.aws.FailAlways(awsendpoint.Fault{Status: http.StatusServiceUnavailable, RetryAfter: "0"})
	w.mustGet(t)
	w.aws.Heal()
	c.move(time.Minute - time.Second)
	w.mustGet(t)
	w.checkTokens(t, 1)
	c.move(time.Second)
	w.mustGet(t)
	w.checkTokens(t, 2)
}

// TestRefusalOfOldToken has AWS refuse the identity whose token still lives:
// that is an error, and its end is felt within seconds.
func TestRefusalOfOldToken(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	w.mustGet(t)
	c.move(tokenLife/2 - 2*time.Second)
	w.identity.Denied = true
	w.aws.AddIdentity(w.identity)
	w.mustGet(t)
	c.move(2 * time.Second)
	if got := w.mustFail(t, patience); got.Cause != ecr.NotPermitted {
		t.Errorf("%+v, want cause %d", got, ecr.NotPermitted)
	}
	w.identity.Denied = false
	w.aws.AddIdentity(w.identity)
	c.move(5 * time.Second)
	w.mustGet(t)
	w.checkTokens(t, 2)
}

// TestFailureMemory counts the calls of many processes in a row.
func TestFailureMemory(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	w.identity.Denied = true
	w.aws.AddIdentity(w.identity)
	w.mustFail(t, patience)
	calls := len(w.aws.Calls())
	c.move(5*time.Second - 1)
	for range 20 {
		w.mustFail(t, patience)
	}
	if n := len(w.aws.Calls()) - calls; n != 0 {
		t.Errorf("%d more calls within five seconds, want 0", n)
	}
	c.move(1)
	w.mustFail(t, patience)
	if n := len(w.aws.Calls()) - calls; n == 0 {
		t.Error("no call after five seconds")
	}
}

// TestNoDirectory has no place for a cache: every process asks AWS, and gets
// its answer.
func TestNoDirectory(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(dir string) (string, error){
		"none":        func(string) (string, error) { return "", nil },
		"a file":      func(dir string) (string, error) { return dir + "/file", os.WriteFile(dir+"/file", nil, 0o600) },
		"below one":   func(dir string) (string, error) { return dir + "/file/dir", os.WriteFile(dir+"/file", nil, 0o600) },
		"a link":      func(dir string) (string, error) { return dir + "/link", os.Symlink(dir, dir+"/link") },
		"shared":      func(dir string) (string, error) { return dir, os.Chmod(dir, 0o777) },
		"a long name": func(dir string) (string, error) { return dir + "/" + strings.Repeat("x", 300), nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "shared" && runtime.GOOS == "windows" {
				t.Skip("a directory's mode says nothing there")
			}
			w := newWorld(t)
			dir, err := spoil(w.cache.Dir)
			if err != nil {
				t.Fatal(err)
			}
			w.cache.Dir = dir
			w.mustGet(t)
			w.mustGet(t)
			w.checkTokens(t, 2)
		})
	}
}
