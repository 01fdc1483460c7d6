package awsendpoint_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecrpublic"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
)

const (
	keyID     = "AKIAQWERTYUIOPASDFGH"
	tempKeyID = "ASIAQWERTYUIOPASDFGH"
	secretKey = "planted/secret+key"
	session   = "planted-session-token"
	userARN   = "arn:aws:iam::123456789012:user/puller"
)

// serve starts an endpoint that knows one long-lived and one temporary key of the same user.
func serve(t *testing.T) (*awsendpoint.Endpoint, string) {
	t.Helper()
	endpoint := awsendpoint.New()
	endpoint.AddIdentity(awsendpoint.Identity{ARN: userARN, AccessKeyID: keyID, SecretAccessKey: secretKey})
	endpoint.AddIdentity(awsendpoint.Identity{
		ARN: userARN, AccessKeyID: tempKeyID, SecretAccessKey: secretKey, SessionToken: session,
	})
	server, err := loopback.Serve(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return endpoint, server.URL()
}

func config(url, region, id, secret, sessionToken string) aws.Config {
	return aws.Config{
		Region:           region,
		Credentials:      credentials.NewStaticCredentialsProvider(id, secret, sessionToken),
		BaseEndpoint:     &url,
		RetryMaxAttempts: 1,
		HTTPClient:       &http.Client{Timeout: 10 * time.Second},
	}
}

func getToken(url, id, secret, sessionToken string) (*ecr.GetAuthorizationTokenOutput, error) {
	client := ecr.NewFromConfig(config(url, "eu-west-1", id, secret, sessionToken))
	return client.GetAuthorizationToken(context.Background(), &ecr.GetAuthorizationTokenInput{})
}

// password returns what a registry would be given of an authorization token.
func password(t *testing.T, authorizationToken *string) string {
	t.Helper()
	decoded, err := base64.StdEncoding.DecodeString(aws.ToString(authorizationToken))
	if err != nil {
		t.Fatal(err)
	}
	user, password, ok := strings.Cut(string(decoded), ":")
	if !ok || user != "AWS" {
		t.Fatalf("token's user is %q, want AWS", user)
	}
	return password
}

func TestTokenLooksLikeECRs(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	now := time.Now()
	endpoint.SetClock(func() time.Time { return now })
	out, err := getToken(url, keyID, secretKey, "")
	if err != nil {
		t.Fatal(err)
	}
	data := out.AuthorizationData[0]
	if got, want := aws.ToString(data.ProxyEndpoint), "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com"; got != want {
		t.Errorf("proxy endpoint %q, want %q", got, want)
	}
	expires := now.Add(12 * time.Hour)
	if got := data.ExpiresAt.Sub(expires).Abs(); got > time.Millisecond {
		t.Errorf("expires %v off 12 hours", got)
	}
	secret := password(t, data.AuthorizationToken)
	if len(secret) < 1700 {
		t.Errorf("password of %d characters, want 1700 or more", len(secret))
	}
	content, err := base64.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]any
	if err := json.Unmarshal(content, &parts); err != nil {
		t.Fatal(err)
	}
	delete(parts, "payload")
	delete(parts, "datakey")
	want := map[string]any{"version": "2", "type": "DATA_KEY", "expiration": float64(expires.Unix())}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Errorf("password's content (-want +got):\n%s", diff)
	}
}

func TestValidTokenIsOneGivenAndAlive(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	now := time.Now()
	endpoint.SetClock(func() time.Time { return now })
	endpoint.SetTokenLife(time.Minute)
	out, err := getToken(url, keyID, secretKey, "")
	if err != nil {
		t.Fatal(err)
	}
	secret := password(t, out.AuthorizationData[0].AuthorizationToken)
	for _, test := range []struct {
		name, user, password string
		after                time.Duration
		want                 bool
	}{
		{"given", "AWS", secret, 0, true},
		{"last second", "AWS", secret, 59 * time.Second, true},
		{"expired", "AWS", secret, time.Minute, false},
		{"other user", "aws", secret, 0, false},
		{"never given", "AWS", secret + "x", 0, false},
		{"none", "AWS", "", 0, false},
	} {
		endpoint.SetClock(func() time.Time { return now.Add(test.after) })
		if got := endpoint.ValidToken(test.user, test.password); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestPublicToken(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	client := ecrpublic.NewFromConfig(config(url, "us-east-1", keyID, secretKey, ""))
	out, err := client.GetAuthorizationToken(context.Background(), &ecrpublic.GetAuthorizationTokenInput{})
	if err != nil {
		t.Fatal(err)
	}
	if !endpoint.ValidToken("AWS", password(t, out.AuthorizationData.AuthorizationToken)) {
		t.Error("the token given isn't valid")
	}
	if n := endpoint.Count(awsendpoint.GetPublicAuthorizationToken); n != 1 {
		t.Errorf("%d calls counted, want 1", n)
	}
}

func TestCallsAreRemembered(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	if _, err := getToken(url, keyID, secretKey, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := getToken(url, keyID, "wrong", ""); err == nil {
		t.Fatal("a wrong key got a token")
	}
	call := awsendpoint.Call{
		Operation: awsendpoint.GetAuthorizationToken, Host: strings.TrimPrefix(url, "http://"),
		Region: "eu-west-1", AccessKeyID: keyID,
	}
	if diff := cmp.Diff([]awsendpoint.Call{call, call}, endpoint.Calls()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// refusalCode returns the code and message that the SDK decoded.
func refusalCode(t *testing.T, err error) (code, message string) {
	t.Helper()
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		t.Fatalf("error %v, want a refusal", err)
	}
	return refused.ErrorCode(), refused.ErrorMessage()
}
