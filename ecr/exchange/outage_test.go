package exchange_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestBrokenAnswers has AWS, or what stands in its way, give every answer
// but a token.
func TestBrokenAnswers(t *testing.T) {
	t.Parallel()
	const attempts = 3
	notUnderstood := func(detail string) ecr.Failure {
		return ecr.Failure{Cause: ecr.NotUnderstood, Detail: detail}
	}
	for _, test := range []struct {
		name  string
		fault awsendpoint.Fault
		want  ecr.Failure
		calls int
	}{
		{"500", awsendpoint.Fault{Status: 500, RetryAfter: "0"}, ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 500 Internal Server Error"}, attempts},
		{"503", awsendpoint.Fault{Status: 503, Body: "<html>away</html>", RetryAfter: "0"}, ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 503 Service Unavailable"}, attempts},
		{"599", awsendpoint.Fault{Status: 599, RetryAfter: "0"}, ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 599"}, attempts},
		{"server exception", awsendpoint.Fault{Code: "ServerException", Status: 500, RetryAfter: "0"}, ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 500 Internal Server Error"}, attempts},
		{"redirect", awsendpoint.Fault{Status: 302}, notUnderstood("HTTP 302 Found"), 1},
		{"page of a portal", awsendpoint.Fault{Body: "<html>log in</html>"}, notUnderstood("it is not one of ECR"), 1},
		{"page of a firewall", awsendpoint.Fault{Status: 403, Body: "<html>forbidden</html>"}, notUnderstood("HTTP 403 Forbidden"), 1},
		{"404", awsendpoint.Fault{Status: 404}, notUnderstood("HTTP 404 Not Found"), 1},
		{"empty", awsendpoint.Fault{Status: 200}, notUnderstood("it holds no token"), 1},
		{"empty object", awsendpoint.Fault{Body: "{}"}, notUnderstood("it holds no token"), 1},
		{"empty list", awsendpoint.Fault{Body: `{"authorizationData":[]}`}, notUnderstood("it holds no token"), 1},
		{"null in the list", awsendpoint.Fault{Body: `{"authorizationData":[null]}`}, notUnderstood("its token is not one of user AWS"), 1},
		{"other types", awsendpoint.Fault{Body: `{"authorizationData":[{"authorizationToken":7}]}`}, notUnderstood("it is not one of ECR"), 1},
		{"token without a password", tokenAnswer("AWS:", "4102444800"), notUnderstood("its token is not one of user AWS"), 1},
		{"token of another user", tokenAnswer("root:planted-token", "4102444800"), notUnderstood("its token is not one of user AWS"), 1},
		{"token that is not text", tokenAnswer("AWS:\xff\xfe", "4102444800"), notUnderstood("its token is not one of user AWS"), 1},
		{"token that is not base64", awsendpoint.Fault{Body: `{"authorizationData":[{"authorizationToken":"%%","expiresAt":4102444800}]}`},
			notUnderstood("its token is not base64"), 1},
		{"truncated document", awsendpoint.Fault{Body: `{"authorizationData":[{"authorizationTok`}, notUnderstood("it is not one of ECR"), 1},
		{"endless", awsendpoint.Fault{Body: `{"authorizationData":[{"authorizationToken":"` + strings.Repeat("A", 2<<20) + `"}]}`},
			notUnderstood("it is not one of ECR"), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailAlways(test.fault)
			got := w.mustFail(t, patience)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if n := len(w.aws.Calls()); n != test.calls {
				t.Errorf("%d calls, want %d", n, test.calls)
			}
			if _, ok := w.entry(t).Token(); ok {
				t.Error("a token is kept")
			}
		})
	}
}

func TestDeadToken(t *testing.T) {
	t.Parallel()
	for _, host := range []string{host, publicHost} {
		w := newWorld(t)
		w.ask(t, host)
		w.aws.SetTokenLife(-time.Second)
		want := ecr.Failure{Cause: ecr.NotUnderstood, Detail: "its token has expired already"}
		if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
			t.Errorf("%s: failure (-want +got):\n%s", host, diff)
		}
	}
}

// TestLongAnswer has white space behind the token, which is no reason to fail.
func TestLongAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.FailAlways(awsendpoint.Fault{Padding: 4 << 20})
	w.mustGet(t)
}

// TestCutConnection ends connections before, and in the middle of, an answer.
func TestCutConnection(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  awsendpoint.Fault
		cause  ecr.Cause
		detail string
	}{
		"before":    {awsendpoint.Fault{Reset: true}, ecr.ConnectionFailed, "127.0.0.1:"},
		"in middle": {awsendpoint.Fault{Truncate: true}, ecr.NotUnderstood, "it is not one of ECR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailAlways(test.fault)
			got := w.mustFail(t, patience)
			if got.Cause != test.cause || !strings.HasPrefix(got.Detail, test.detail) {
				t.Errorf("%+v, want cause %d, %q ...", got, test.cause, test.detail)
			}
			if n := len(w.aws.Calls()); n < 1 || n > 3 {
				t.Errorf("%d calls, want 1 to 3", n)
			}
		})
	}
}

// TestDeadline has AWS take longer than it may.
func TestDeadline(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]awsendpoint.Fault{
		"hang": {Hang: true},
		"slow": {Delay: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailAlways(fault)
			want := ecr.Failure{Cause: ecr.TimedOut, Detail: strings.TrimPrefix(w.getenv("AWS_ENDPOINT_URL"), "http://")}
			if diff := cmp.Diff(want, w.mustFail(t, time.Second)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if n := len(w.aws.Calls()); n > 3 {
				t.Errorf("%d calls, want 3 at most", n)
			}
			// That there was too little time is no news for who has more.
			w.aws.Heal()
			w.mustGet(t)
		})
	}
}

// TestEndpointURL has variables that hold no URL.
func TestEndpointURL(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"not a url", "127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://127.0.0.1:1/%zz"} {
		for name, service := range map[string]string{"AWS_ENDPOINT_URL_ECR": "", "AWS_ENDPOINT_URL_STS": "STS"} {
			w := newWorld(t)
			w.request.Identity.RoleARN = hidden.Of(roleARN)
			w.set(name, value)
			want := ecr.Failure{Cause: ecr.EndpointUnusable, Service: service}
			if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
				t.Errorf("%s=%s: failure (-want +got):\n%s", name, value, diff)
			}
		}
	}
}

// TestRedirect has AWS's endpoint send the signed request elsewhere.
func TestRedirect(t *testing.T) {
	t.Parallel()
	var redirected atomic.Bool
	elsewhere, err := loopback.Serve(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { redirected.Store(true) }))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = elsewhere.Close() }()
	for _, status := range []int{300, 301, 302, 303, 307, 308} {
		w := newWorld(t)
		redirector, err := loopback.Serve(http.RedirectHandler(elsewhere.URL(), status))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = redirector.Close() }()
		w.set("AWS_ENDPOINT_URL_ECR", redirector.URL())
		want := ecr.Failure{Cause: ecr.NotUnderstood, Detail: fmt.Sprintf("HTTP %d %s", status, http.StatusText(status))}
		if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
			t.Errorf("failure (-want +got):\n%s", diff)
		}
		if redirected.Load() {
			t.Errorf("%d: the request went elsewhere", status)
		}
	}
}

// TestRecovery has AWS fail in ways that pass by themselves.
func TestRecovery(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]awsendpoint.Fault{
		"throttled":    awsendpoint.Throttling("0"),
		"unavailable":  {Status: http.StatusServiceUnavailable, RetryAfter: "0"},
		"reset":        {Reset: true},
		"internal":     {Code: "InternalFailure", Status: 500, RetryAfter: "0"},
		"bad gateway":  {Status: http.StatusBadGateway, Body: "<html>", RetryAfter: "0"},
		"gateway late": {Status: http.StatusGatewayTimeout, RetryAfter: "0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailNext(2, fault)
			w.mustGet(t)
			if n := len(w.aws.Calls()); n != 3 {
				t.Errorf("%d calls, want 3", n)
			}
		})
	}
}

// TestNoTimeLeft has the time be over before AWS is asked, as a slow file
// leaves it.
func TestNoTimeLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got, want := w.mustFail(t, -time.Second), (ecr.Failure{Cause: ecr.TimedOut}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if n := len(w.aws.Calls()); n != 0 {
		t.Errorf("%d calls", n)
	}
}
