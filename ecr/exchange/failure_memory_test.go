package exchange_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestLocalFailureIsNobodyElses breaks this machine's side in one process, and
// has the next one ask at once with that fixed.
func TestLocalFailureIsNobodyElses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		spoil   func(t *testing.T, w *world)
		timeout time.Duration
		cause   ecr.Cause
	}{
		"too little time": {func(_ *testing.T, w *world) { w.aws.FailAlways(awsendpoint.Fault{Hang: true}) }, 100 * time.Millisecond, ecr.TimedOut},
		"certificate": {func(t *testing.T, w *world) {
			server := httptest.NewTLSServer(http.NotFoundHandler())
			t.Cleanup(server.Close)
			w.request.Endpoint.URL = server.URL
		}, patience, ecr.Untrusted},
		"bundle": {func(t *testing.T, w *world) {
			w.environment["AWS_CA_BUNDLE"] = filepath.Join(t.TempDir(), "none")
		}, patience, ecr.BundleUnusable},
		"closed port": {func(_ *testing.T, w *world) { w.request.Endpoint.URL = "http://127.0.0.1:1" }, patience, ecr.ConnectionFailed},
		"proxy": {func(_ *testing.T, w *world) {
			w.proxy = func(*http.Request) (*url.URL, error) { return url.Parse("http://127.0.0.1:1") }
		}, patience, ecr.ConnectionFailed},
		"clock": {func(_ *testing.T, w *world) {
			w.aws.FailNext(1, awsendpoint.Fault{Code: "RequestExpired"})
		}, patience, ecr.ClockSkewed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			fixed := *w
			fixed.environment = map[string]string{"AWS_ENDPOINT_URL": w.getenv("AWS_ENDPOINT_URL")}
			test.spoil(t, w)
			if got := w.mustFail(t, test.timeout); got.Cause != test.cause {
				t.Errorf("%+v, want cause %d", got, test.cause)
			}
			w.aws.Heal() // on a busy machine too little time is over before the call
			fixed.mustGet(t)
		})
	}
}

// TestFailureOfOtherSettings has AWS refuse the keys, and then be asked under
// other settings, which may lead to another AWS.
func TestFailureOfOtherSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.request.Settings = "HTTPS_PROXY=http://127.0.0.1:1"
	w.aws.FailNext(1, awsendpoint.Fault{Code: "UnrecognizedClientException"})
	w.mustFail(t, patience)
	w.mustFail(t, patience)
	if n := len(w.aws.Calls()); n != 1 {
		t.Errorf("%d calls under the same settings, want 1", n)
	}
	w.request.Settings = ""
	w.mustGet(t)
}

// TestTokenOfAnotherSTS assumes a role at one STS, and then at another.
func TestTokenOfAnotherSTS(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.AddRole(awsendpoint.Role{ARN: roleARN})
	w.request.Identity.RoleARN = hidden.Of(roleARN)
	first := w.mustGet(t)
	w.set("AWS_ENDPOINT_URL_STS", w.getenv("AWS_ENDPOINT_URL")+"/other")
	if w.mustGet(t).Password.Equal(first.Password) {
		t.Error("the token of the role at the first STS")
	}
}

// TestPanic has AWS give a number at which the SDK panics.
func TestPanic(t *testing.T) {
	t.Parallel()
	w, c := newTimedWorld(t)
	old := w.mustGet(t)
	w.aws.FailAlways(awsendpoint.Fault{Body: `{"authorizationData":[{"authorizationToken":"QVdTOng=","expiresAt":"NaN"}]}`})
	c.move(tokenLife / 2)
	if !w.mustGet(t).Password.Equal(old.Password) {
		t.Error("not the old token, which still lives")
	}
	c.move(tokenLife / 2)
	want := ecr.Failure{Cause: ecr.NotUnderstood, Detail: "reading it failed"}
	if got := w.mustFail(t, patience); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if locks, err := filepath.Glob(filepath.Join(w.cache.Dir, "*.lock")); err != nil || len(locks) != 1 {
		t.Errorf("locks %v (%v)", locks, err)
	}
	w.aws.Heal()
	if err := os.RemoveAll(w.cache.Dir); err != nil {
		t.Fatal(err)
	}
	w.mustGet(t)
}
