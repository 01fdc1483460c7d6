package awsendpoint_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecr"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

const (
	invalidToken = "The security token included in the request is invalid."
	mismatch     = "The request signature we calculated does not match"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                string
		id, secret, session string
		change              func(*awsendpoint.Endpoint)
		code, message       string
	}{
		{name: "long-lived key", id: keyID, secret: secretKey},
		{name: "temporary key", id: tempKeyID, secret: secretKey, session: session},
		{"unknown key", "AKIAAAAAAAAAAAAAAAAA", secretKey, "", nil, "UnrecognizedClientException", invalidToken},
		{"wrong secret", keyID, "wrong", "", nil, "InvalidSignatureException", mismatch},
		{"session token missing", tempKeyID, secretKey, "", nil, "UnrecognizedClientException", invalidToken},
		{"session token wrong", tempKeyID, secretKey, "wrong", nil, "UnrecognizedClientException", invalidToken},
		{"session token of another key", keyID, secretKey, session, nil, "UnrecognizedClientException", invalidToken},
		{"clock ahead of the client's", keyID, secretKey, "", skew(6 * time.Minute), "InvalidSignatureException", "Signature expired: "},
		{"clock behind the client's", keyID, secretKey, "", skew(-6 * time.Minute), "InvalidSignatureException", "Signature not yet current: "},
		{name: "clock slightly off", id: keyID, secret: secretKey, change: skew(4 * time.Minute)},
		{"key expired", keyID, secretKey, "", func(e *awsendpoint.Endpoint) {
			e.AddIdentity(awsendpoint.Identity{AccessKeyID: keyID, SecretAccessKey: secretKey, Expires: time.Unix(1, 0)})
		}, "ExpiredTokenException", "The security token included in the request is expired"},
		{"no permission", keyID, secretKey, "", func(e *awsendpoint.Endpoint) {
			e.AddIdentity(awsendpoint.Identity{ARN: userARN, AccessKeyID: keyID, SecretAccessKey: secretKey, Denied: true})
		}, "AccessDeniedException", "User: " + userARN + " is not authorized to perform: ecr:GetAuthorizationToken on resource: *"},
		{"region not opted into", keyID, secretKey, "", func(e *awsendpoint.Endpoint) {
			e.DisableRegion("eu-west-1")
		}, "UnrecognizedClientException", invalidToken},
		{"key removed", keyID, secretKey, "", func(e *awsendpoint.Endpoint) {
			e.RemoveIdentity(keyID)
		}, "UnrecognizedClientException", invalidToken},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			endpoint, url := serve(t)
			if test.change != nil {
				test.change(endpoint)
			}
			_, err := getToken(url, test.id, test.secret, test.session)
			if test.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			code, message := refusalCode(t, err)
			if code != test.code || !strings.HasPrefix(message, test.message) {
				t.Errorf("refused with %s: %s\nwant %s: %s", code, message, test.code, test.message)
			}
			if len(endpoint.Tokens()) > 0 {
				t.Error("a token was given nevertheless")
			}
		})
	}
}

func skew(by time.Duration) func(*awsendpoint.Endpoint) {
	return func(e *awsendpoint.Endpoint) {
		e.SetClock(func() time.Time { return time.Now().Add(by) })
	}
}

// The endpoint's name says which region signs for it. The client reaches it by that name, without TLS.
func TestScopeMustFitTheName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, host, message string }{
		{"same region", "api.ecr.eu-west-1.amazonaws.com", ""},
		{"same region, dual-stack", "ecr.eu-west-1.api.aws", ""},
		{"other region", "api.ecr.us-gov-east-1.amazonaws.com", "Credential should be scoped to a valid region"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, url := serve(t)
			config := config("http://"+test.host, "eu-west-1", keyID, secretKey, "")
			config.HTTPClient = dialling(t, strings.TrimPrefix(url, "http://"))
			_, err := ecr.NewFromConfig(config).GetAuthorizationToken(context.Background(), &ecr.GetAuthorizationTokenInput{})
			if test.message == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if code, message := refusalCode(t, err); code != "InvalidSignatureException" || !strings.HasPrefix(message, test.message) {
				t.Errorf("refused with %s: %s", code, message)
			}
		})
	}
}

func dialling(t *testing.T, addr string) *http.Client {
	t.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, addr)
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

// tamper changes a request after it was signed.
type tamper func(*http.Request)

func (change tamper) RoundTrip(r *http.Request) (*http.Response, error) {
	change(r)
	return http.DefaultTransport.RoundTrip(r)
}

func TestTamperingIsSeen(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, code string
		change     tamper
	}{
		{"nothing", "", func(*http.Request) {}},
		{"body", "InvalidSignatureException", func(r *http.Request) {
			r.Body = http.NoBody
			r.ContentLength = 0
		}},
		{"query", "InvalidSignatureException", func(r *http.Request) { r.URL.RawQuery = "a=b" }},
		{"target", "InvalidSignatureException", func(r *http.Request) {
			r.Header.Set("X-Amz-Target", "SpencerFrontendService.GetAuthorizationToken")
		}},
		{"unsigned amz header", "InvalidSignatureException", func(r *http.Request) { r.Header.Set("X-Amz-Extra", "1") }},
		{"host", "InvalidSignatureException", func(r *http.Request) { r.Host = "ecr.example" }},
		{"signature gone", "MissingAuthenticationTokenException", func(r *http.Request) { r.Header.Del("Authorization") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, url := serve(t)
			config := config(url, "eu-west-1", keyID, secretKey, "")
			config.HTTPClient = &http.Client{Transport: test.change, Timeout: 10 * time.Second}
			//nolint:staticcheck // deprecated, and still a field of the body to tamper with
			input := &ecr.GetAuthorizationTokenInput{RegistryIds: []string{"210987654321"}}
			out, err := ecr.NewFromConfig(config).GetAuthorizationToken(context.Background(), input)
			if test.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				if got := aws.ToString(out.AuthorizationData[0].ProxyEndpoint); !strings.HasPrefix(got, "https://210987654321.") {
					t.Errorf("proxy endpoint %q is not the asked account's", got)
				}
				return
			}
			if code, message := refusalCode(t, err); code != test.code {
				t.Errorf("refused with %s: %s, want %s", code, message, test.code)
			}
		})
	}
}
