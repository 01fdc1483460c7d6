package awsendpoint_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

const (
	roleARN       = "arn:aws:iam::210987654321:role/registries/reader"
	closedRoleARN = "arn:aws:iam::210987654321:role/closed"
)

func assume(url, id, secret, role, externalID string) (*sts.AssumeRoleOutput, error) {
	client := sts.NewFromConfig(config(url, "eu-west-1", id, secret, ""))
	input := &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("puller")}
	if externalID != "" {
		input.ExternalId = &externalID
	}
	return client.AssumeRole(context.Background(), input)
}

func TestAssumedRoleGetsATokenOfItsAccount(t *testing.T) {
	t.Parallel()
	endpoint, url := serve(t)
	endpoint.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "shared"})
	out, err := assume(url, keyID, secretKey, roleARN, "shared")
	if err != nil {
		t.Fatal(err)
	}
	keys := out.Credentials
	if id := aws.ToString(keys.AccessKeyId); !strings.HasPrefix(id, "ASIA") || len(id) != 20 {
		t.Errorf("access key ID %q, want ASIA and 16 more", id)
	}
	if want := "arn:aws:sts::210987654321:assumed-role/reader/puller"; aws.ToString(out.AssumedRoleUser.Arn) != want {
		t.Errorf("assumed %q, want %q", aws.ToString(out.AssumedRoleUser.Arn), want)
	}
	token, err := getToken(url, *keys.AccessKeyId, *keys.SecretAccessKey, *keys.SessionToken)
	if err != nil {
		t.Fatal(err)
	}
	if got := aws.ToString(token.AuthorizationData[0].ProxyEndpoint); !strings.HasPrefix(got, "https://210987654321.") {
		t.Errorf("proxy endpoint %q is not of the role's account", got)
	}
	_, err = getToken(url, *keys.AccessKeyId, *keys.SecretAccessKey, "")
	if code, _ := refusalCode(t, err); code != "UnrecognizedClientException" {
		t.Errorf("the role's keys without their session token: %s", code)
	}
	endpoint.SetClock(func() time.Time { return time.Now().Add(61 * time.Minute) })
	_, err = getToken(url, *keys.AccessKeyId, *keys.SecretAccessKey, *keys.SessionToken)
	if code, _ := refusalCode(t, err); code != "ExpiredTokenException" {
		t.Errorf("the role's keys after an hour: %s", code)
	}
}

func TestAssumeRoleRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, id, secret, role, externalID string
		change                             func(*awsendpoint.Endpoint)
		code, message                      string
	}{
		{"unknown key", "AKIAAAAAAAAAAAAAAAAA", secretKey, roleARN, "shared", nil, "InvalidClientTokenId", invalidToken},
		{"wrong secret", keyID, "wrong", roleARN, "shared", nil, "SignatureDoesNotMatch", mismatch},
		{"unknown role", keyID, secretKey, closedRoleARN, "", nil, "AccessDenied", "User: " + userARN +
			" is not authorized to perform: sts:AssumeRole on resource: " + closedRoleARN},
		{"external ID missing", keyID, secretKey, roleARN, "", nil, "AccessDenied", "User: " + userARN},
		{"external ID wrong", keyID, secretKey, roleARN, "other", nil, "AccessDenied", "User: " + userARN},
		{"clock", keyID, secretKey, roleARN, "shared", skew(time.Hour), "SignatureDoesNotMatch", "Signature expired: "},
		{"throttled", keyID, secretKey, roleARN, "shared", func(e *awsendpoint.Endpoint) {
			e.FailAlways(awsendpoint.Fault{Operation: awsendpoint.AssumeRole, Code: "Throttling", Message: "Rate exceeded"})
		}, "Throttling", "Rate exceeded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			endpoint, url := serve(t)
			endpoint.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "shared"})
			if test.change != nil {
				test.change(endpoint)
			}
			_, err := assume(url, test.id, test.secret, test.role, test.externalID)
			code, message := refusalCode(t, err)
			if code != test.code || !strings.HasPrefix(message, test.message) {
				t.Errorf("refused with %s: %s\nwant %s: %s", code, message, test.code, test.message)
			}
			if n := endpoint.Count(awsendpoint.AssumeRole); n != 1 {
				t.Errorf("%d calls counted, want 1", n)
			}
		})
	}
}
