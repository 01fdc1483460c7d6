package awsendpoint_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// Whatever a request holds, without a signature by a known key no token and no key is given.
func FuzzNothingIsGivenUnsigned(f *testing.F) {
	const target = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken"
	credential := "AWS4-HMAC-SHA256 Credential=" + keyID + "/20250101/eu-west-1/ecr/aws4_request"
	f.Add("", "", "{}")
	f.Add(target, credential+", SignedHeaders=host;x-amz-date, Signature=00", "{}")
	f.Add(target, credential+",SignedHeaders=content-length;host,Signature=", `{"registryIds":["1"]}`)
	f.Add("", credential+", SignedHeaders=;, Signature=00", "Action=AssumeRole&RoleArn="+roleARN)
	f.Fuzz(func(t *testing.T, target, authorization, body string) {
		endpoint := awsendpoint.New()
		endpoint.AddIdentity(awsendpoint.Identity{ARN: userARN, AccessKeyID: keyID, SecretAccessKey: secretKey})
		endpoint.AddRole(awsendpoint.Role{ARN: roleARN})
		request := httptest.NewRequest("POST", "http://ecr.example/", strings.NewReader(body))
		request.Header.Set("X-Amz-Target", target)
		request.Header.Set("Authorization", authorization)
		request.Header.Set("X-Amz-Date", "20250101T000000Z")
		recorder := httptest.NewRecorder()
		endpoint.ServeHTTP(recorder, request)
		if recorder.Code == 200 || len(endpoint.Tokens()) > 0 {
			t.Errorf("status %d, %d tokens", recorder.Code, len(endpoint.Tokens()))
		}
		if strings.Contains(recorder.Body.String(), secretKey) {
			t.Error("the answer holds the secret key")
		}
	})
}
