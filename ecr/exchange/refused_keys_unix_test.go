//go:build unix

package exchange_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// TestWhoseKeysAreRefused has AWS refuse keys by the codes of
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html and
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html, and tells
// where they can be set or renewed.
func TestWhoseKeysAreRefused(t *testing.T) {
	t.Parallel()
	const expired, unknown, signature = "ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException"
	token := strings.Repeat("planted-token", 10)
	lines := func(keys awsendpoint.Identity) string {
		return "aws_access_key_id = " + keys.AccessKeyID + "\naws_secret_access_key = " + keys.SecretAccessKey + "\n"
	}
	role := "role_arn = " + roleARN + "\n"
	withoutKeys := func(*world) string { return "[profile dev]\n" }
	for name, test := range map[string]struct {
		code      string
		config    func(w *world) string
		variables func(t *testing.T, w *world) map[string]string
		want      ecr.Failure
	}{
		"variables, expired": {expired, withoutKeys, keysOf, ecr.Failure{Cause: ecr.SessionExpired}},
		"variables, a stray token": {unknown, withoutKeys, func(t *testing.T, w *world) map[string]string {
			variables := keysOf(t, w)
			variables["AWS_SESSION_TOKEN"] = token
			return variables
		}, ecr.Failure{Cause: ecr.SessionTokenStray}},
		"profile, a stray token": {unknown, func(w *world) string {
			return "[profile dev]\n" + lines(w.identity) + "aws_session_token = " + token + "\n"
		}, nil, ecr.Failure{Cause: ecr.SessionTokenStray, Profile: "dev"}},
		"source profile, a stray token": {unknown, func(w *world) string {
			return "[profile keys]\n" + lines(w.identity) + "aws_session_token = " + token + "\n[profile dev]\nsource_profile = keys\n" + role
		}, nil, ecr.Failure{Cause: ecr.SessionTokenStray, Profile: "keys", Service: "STS"}},
		"profile, expired": {expired, func(w *world) string { return "[profile dev]\n" + lines(w.identity) }, nil,
			ecr.Failure{Cause: ecr.SessionExpired, Profile: "dev"}},
		"profile, unknown": {unknown, func(w *world) string { return "[profile dev]\n" + lines(w.identity) }, nil,
			ecr.Failure{Cause: ecr.KeyUnknown, Profile: "dev"}},
		"profile, two keys": {signature, func(w *world) string { return "[profile dev]\n" + lines(w.identity) }, nil,
			ecr.Failure{Cause: ecr.SignatureWrong, Profile: "dev"}},
		"profile, no token": {"", func(*world) string {
			return "[profile dev]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = planted\n"
		}, nil, ecr.Failure{Cause: ecr.SessionTokenMissing, Profile: "dev"}},
		"source profile, no token": {"", func(*world) string {
			return "[profile keys]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = planted\n[profile dev]\nsource_profile = keys\n" + role
		}, nil, ecr.Failure{Cause: ecr.SessionTokenMissing, Profile: "keys", Service: "STS"}},
		"SSO": {expired, nil, func(t *testing.T, w *world) map[string]string {
			return map[string]string{"HOME": w.ssoHome(t, time.Now().Add(time.Hour))}
		}, ecr.Failure{Cause: ecr.SSOExpired, Profile: "dev"}},
		"login": {expired, nil, func(t *testing.T, w *world) map[string]string {
			return map[string]string{"HOME": w.loginHome(t)}
		}, ecr.Failure{Cause: ecr.LoginExpired, Profile: "dev"}},
		"process": {expired, func(w *world) string {
			return "[profile dev]\ncredential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"" + w.identity.AccessKeyID +
				"\", \"SecretAccessKey\": \"" + w.identity.SecretAccessKey + "\"}'\n"
		}, nil, ecr.Failure{Cause: ecr.KeysExpired, Detail: "the credential_process of the AWS profile dev", Profile: "dev"}},
		"container": {expired, func(*world) string { return "[profile dev]\n" }, func(t *testing.T, w *world) map[string]string {
			return map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://" + w.containerKeys(t) + "/keys"}
		}, ecr.Failure{Cause: ecr.KeysExpired, Detail: "the container credentials endpoint"}},
		"instance": {expired, func(*world) string { return "[profile dev]\n" }, func(t *testing.T, w *world) map[string]string {
			return instanceAt(serve(t, &awsmetadata.Instance{Keys: w.identity}))
		}, ecr.Failure{Cause: ecr.KeysExpired, Detail: "the instance metadata service"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if test.code != "" {
				operation := awsendpoint.GetAuthorizationToken
				if test.want.Service == "STS" {
					operation = awsendpoint.AssumeRole
				}
				w.aws.FailAlways(awsendpoint.Fault{Operation: operation, Code: test.code, Message: "planted"})
			}
			variables := map[string]string{"AWS_PROFILE": "dev"}
			if test.config != nil {
				variables["AWS_CONFIG_FILE"] = settings(t, test.config(w))
			}
			if test.variables != nil {
				maps.Copy(variables, test.variables(t, w))
			}
			if diff := cmp.Diff(test.want, w.askAmbient(t, patience, variables)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
		})
	}
}

func keysOf(_ *testing.T, w *world) map[string]string {
	return map[string]string{"AWS_ACCESS_KEY_ID": w.identity.AccessKeyID, "AWS_SECRET_ACCESS_KEY": w.identity.SecretAccessKey}
}

// TestStrayTokenOfASecret is the same for keys of a secret, and of one with a role.
func TestStrayTokenOfASecret(t *testing.T) {
	t.Parallel()
	for arn, want := range map[string]ecr.Failure{
		"":      {Cause: ecr.SessionTokenStray},
		roleARN: {Cause: ecr.SessionTokenStray, Service: "STS"},
	} {
		w := newWorld(t)
		w.aws.FailAlways(awsendpoint.Fault{Code: "UnrecognizedClientException", Message: "planted"})
		w.request.Identity.RoleARN = hidden.Of(arn)
		w.request.Identity.SessionToken = hidden.Of(strings.Repeat("planted-token", 10))
		if diff := cmp.Diff(want, w.mustFail(t, patience)); diff != "" {
			t.Errorf("%q: failure (-want +got):\n%s", arn, diff)
		}
	}
}
