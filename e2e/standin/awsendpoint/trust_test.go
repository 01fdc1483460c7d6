package awsendpoint_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/smithy-go"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// An errand is one call to an endpoint, of a client that signs for eu-west-1 and may be at fault.
type errand struct {
	host    string // by which the endpoint is reached
	session string // token of the client
	change  func(*http.Request)
}

// get returns the password that the errand brings, from an endpoint that knows one temporary key.
func (e errand) get(t *testing.T, endpoint *awsendpoint.Endpoint) (string, error) {
	t.Helper()
	identity := awsendpoint.NewIdentity()
	identity.SessionToken = "session"
	endpoint.AddIdentity(identity)
	server, err := loopback.Serve(endpoint)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	client := ecr.New(ecr.Options{
		Region:           "eu-west-1",
		Credentials:      credentials.NewStaticCredentialsProvider(identity.AccessKeyID, identity.SecretAccessKey, e.session),
		BaseEndpoint:     aws.String("http://" + e.host),
		RetryMaxAttempts: 1,
		HTTPClient:       &http.Client{Transport: changing{e.change, server.Addr()}},
	})
	//nolint:staticcheck // deprecated, and still a field of the body to change
	out, err := client.GetAuthorizationToken(t.Context(), &ecr.GetAuthorizationTokenInput{RegistryIds: []string{"210987654321"}})
	if err != nil {
		return "", err
	}
	decoded, err := base64.StdEncoding.DecodeString(aws.ToString(out.AuthorizationData[0].AuthorizationToken))
	testenv.Must(t, err)
	return strings.TrimPrefix(string(decoded), "AWS:"), nil
}

// changing changes a request after it was signed, and sends it to an address whatever its host.
type changing struct {
	change func(*http.Request)
	addr   string
}

func (c changing) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.change != nil {
		c.change(r)
	}
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, c.addr)
	}}
	return transport.RoundTrip(r)
}

// TestTrust shows that the endpoint takes nobody's word for who they are: the product is never at fault in these ways
// in its own tests, which would pass just as well if nobody looked.
func TestTrust(t *testing.T) {
	t.Parallel()
	const ours, bad, unknown = "ecr.eu-west-1.api.aws", "InvalidSignatureException", "UnrecognizedClientException"
	for name, test := range map[string]struct {
		errand
		code string
	}{
		"right":                     {errand{ours, "session", nil}, ""},
		"name of the region":        {errand{"api.ecr.eu-west-1.amazonaws.com", "session", nil}, ""},
		"name of another region":    {errand{"api.ecr.us-gov-east-1.amazonaws.com", "session", nil}, bad},
		"no session token":          {errand{ours, "", nil}, unknown},
		"another session token":     {errand{ours, "other", nil}, unknown},
		"another body":              {errand{ours, "session", func(r *http.Request) { r.Body, r.ContentLength = http.NoBody, 0 }}, bad},
		"another query":             {errand{ours, "session", func(r *http.Request) { r.URL.RawQuery = "a=b" }}, bad},
		"another host":              {errand{ours, "session", func(r *http.Request) { r.Host = "ecr.example" }}, bad},
		"a header that isn't meant": {errand{ours, "session", func(r *http.Request) { r.Header.Set("X-Amz-Extra", "1") }}, bad},
		"another target": {errand{ours, "session", func(r *http.Request) {
			r.Header.Set("X-Amz-Target", "SpencerFrontendService.GetAuthorizationToken")
		}}, bad},
		"no signature": {errand{ours, "session", func(r *http.Request) { r.Header.Del("Authorization") }},
			"MissingAuthenticationTokenException"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := awsendpoint.New()
			_, err := test.get(t, endpoint)
			var refused smithy.APIError
			if errors.As(err, &refused) && refused.ErrorCode() == test.code && len(endpoint.Tokens()) == 0 {
				return
			}
			if err != nil || test.code != "" {
				t.Errorf("error %v and %d tokens, want %q and none", err, len(endpoint.Tokens()), test.code)
			}
		})
	}
}

func TestValidTokenIsOneGivenAndAlive(t *testing.T) {
	t.Parallel()
	endpoint, now := awsendpoint.New(), time.Now()
	endpoint.SetClock(func() time.Time { return now })
	endpoint.SetTokenLife(time.Minute)
	password, err := errand{host: "ecr.eu-west-1.api.aws", session: "session"}.get(t, endpoint)
	testenv.Must(t, err)
	for name, test := range map[string]struct {
		user, password string
		after          time.Duration
		want           bool
	}{
		"given":       {"AWS", password, 0, true},
		"last second": {"AWS", password, 59 * time.Second, true},
		"expired":     {"AWS", password, time.Minute, false},
		"other user":  {"aws", password, 0, false},
		"never given": {"AWS", password + "x", 0, false},
		"none":        {"AWS", "", 0, false},
	} {
		endpoint.SetClock(func() time.Time { return now.Add(test.after) })
		if got := endpoint.ValidToken(test.user, test.password); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// Whatever a request holds, without a signature by a known key no token and no key is given.
func FuzzNothingIsGivenUnsigned(f *testing.F) {
	const roleARN = "arn:aws:iam::210987654321:role/reader"
	identity := awsendpoint.NewIdentity()
	credential := "AWS4-HMAC-SHA256 Credential=" + identity.AccessKeyID + "/20250101/eu-west-1/ecr/aws4_request"
	f.Add("", "", "{}")
	f.Add("AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", credential+", SignedHeaders=host;x-amz-date, Signature=00", "{}")
	f.Add("", credential+", SignedHeaders=;, Signature=00", "Action=AssumeRole&RoleArn="+roleARN)
	f.Fuzz(func(t *testing.T, target, authorization, body string) {
		endpoint := awsendpoint.New()
		endpoint.AddIdentity(identity)
		endpoint.AddRole(awsendpoint.Role{ARN: roleARN})
		request := httptest.NewRequest(http.MethodPost, "http://ecr.example/", strings.NewReader(body))
		request.Header.Set("X-Amz-Target", target)
		request.Header.Set("Authorization", authorization)
		request.Header.Set("X-Amz-Date", "20250101T000000Z")
		recorder := httptest.NewRecorder()
		endpoint.ServeHTTP(recorder, request)
		if recorder.Code == http.StatusOK || len(endpoint.Tokens()) > 0 {
			t.Errorf("status %d, %d tokens", recorder.Code, len(endpoint.Tokens()))
		}
		if strings.Contains(recorder.Body.String(), identity.SecretAccessKey) {
			t.Error("the answer holds the secret key")
		}
	})
}
