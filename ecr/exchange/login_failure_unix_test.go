//go:build unix

package exchange_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// ssoHome has a login to IAM Identity Center below it, whose token lasts until it
// expires.
func (w *world) ssoHome(t *testing.T, expires time.Time) string {
	t.Helper()
	session := awsendpoint.NewSSOSession("123456789012", "reader", expires)
	w.aws.AddSSOSession(session)
	token, err := json.Marshal(map[string]string{
		"accessToken": session.AccessToken, "expiresAt": expires.UTC().Format(time.RFC3339),
		"clientId": session.ClientID, "clientSecret": session.ClientSecret, "refreshToken": session.RefreshToken,
	})
	if err != nil {
		t.Fatal(err)
	}
	return home(t, map[string]string{
		"config": "[profile dev]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = reader\n" +
			"[sso-session work]\nsso_region = us-east-1\nsso_start_url = https://work.example\n",
		fmt.Sprintf("sso/cache/%x.json", sha1.Sum([]byte("work"))): string(token),
	})
}

// loginHome has a session of "aws login" below it that has to be renewed.
func (w *world) loginHome(t *testing.T) string {
	t.Helper()
	session := awsendpoint.NewLoginSession(principal)
	w.aws.AddLoginSession(session)
	token, err := json.Marshal(map[string]any{
		"accessToken": map[string]string{"accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "planted", "sessionToken": "planted",
			"accountId": "123456789012", "expiresAt": "2020-01-01T00:00:00Z"},
		"clientId": session.ClientID, "refreshToken": session.RefreshToken, "dpopKey": session.Key(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return home(t, map[string]string{
		"config": "[profile dev]\nlogin_session = " + principal + "\n",
		fmt.Sprintf("login/cache/%x.json", sha256.Sum256([]byte(principal))): string(token),
	})
}

// TestRefusedLogins has the services that give keys for a login refuse by the codes of
// their references
// (https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html,
// https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html,
// https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html).
func TestRefusedLogins(t *testing.T) {
	t.Parallel()
	const portal, oidc, signin = awsendpoint.GetRoleCredentials, awsendpoint.CreateToken, awsendpoint.CreateOAuth2Token
	denied := func(code string) string {
		return `{"__type":"AccessDeniedException","error":"` + code + `","message":"planted"}`
	}
	for _, test := range []struct {
		fault awsendpoint.Fault
		want  ecr.Failure
	}{
		{awsendpoint.Fault{Operation: portal, Status: 401, Code: "UnauthorizedException"}, ecr.Failure{Cause: ecr.SSOLoggedOut, Service: "SSO"}},
		{awsendpoint.Fault{Operation: portal, Status: 403, Code: "ForbiddenException"}, ecr.Failure{Cause: ecr.SSORoleNotAssigned, Service: "SSO"}},
		{awsendpoint.Fault{Operation: portal, Status: 404, Code: "ResourceNotFoundException"}, ecr.Failure{Cause: ecr.SSORoleNotAssigned, Service: "SSO"}},
		{awsendpoint.Fault{Operation: portal, Status: 400, Code: "InvalidRequestException"},
			ecr.Failure{Cause: ecr.CallRefused, Detail: "InvalidRequestException", Service: "SSO"}},
		{awsendpoint.Fault{Operation: portal, Status: 429, Code: "TooManyRequestsException", RetryAfter: "60"}, ecr.Failure{Cause: ecr.Throttled, Service: "SSO"}},
		{awsendpoint.Fault{Operation: portal, Status: 500, RetryAfter: "0"},
			ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 500 Internal Server Error", Service: "SSO"}},
		{awsendpoint.Fault{Operation: oidc, Code: "InvalidGrantException"}, ecr.Failure{Cause: ecr.SSOExpired, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "ExpiredTokenException"}, ecr.Failure{Cause: ecr.SSOExpired, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Status: 401, Code: "InvalidClientException"}, ecr.Failure{Cause: ecr.SSOExpired, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "UnauthorizedClientException"}, ecr.Failure{Cause: ecr.SSOExpired, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "AccessDeniedException"}, ecr.Failure{Cause: ecr.SSOLoggedOut, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "InvalidRequestException"}, ecr.Failure{Cause: ecr.SSOLoggedOut, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "InvalidScopeException"}, ecr.Failure{Cause: ecr.SSOLoggedOut, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "UnsupportedGrantTypeException"}, ecr.Failure{Cause: ecr.SSOLoggedOut, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "AuthorizationPendingException"}, ecr.Failure{Cause: ecr.SSOLoggedOut, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Code: "SlowDownException", RetryAfter: "60"}, ecr.Failure{Cause: ecr.Throttled, Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: oidc, Status: 500, Code: "InternalServerException", RetryAfter: "0"},
			ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 500 Internal Server Error", Service: "SSO_OIDC"}},
		{awsendpoint.Fault{Operation: signin, Status: 401, Body: denied("TOKEN_EXPIRED")}, ecr.Failure{Cause: ecr.LoginExpired}},
		{awsendpoint.Fault{Operation: signin, Status: 403, Body: denied("USER_CREDENTIALS_CHANGED")}, ecr.Failure{Cause: ecr.LoginExpired}},
		{awsendpoint.Fault{Operation: signin, Status: 403, Body: denied("INSUFFICIENT_PERMISSIONS")}, ecr.Failure{Cause: ecr.LoginNotPermitted}},
		{awsendpoint.Fault{Operation: signin, Status: 403, Body: denied("AUTHCODE_EXPIRED")}, ecr.Failure{Cause: ecr.LoginExpired}},
		{awsendpoint.Fault{Operation: signin, Code: "ValidationException"}, ecr.Failure{Cause: ecr.LoginExpired, Service: "SIGNIN"}},
		{awsendpoint.Fault{Operation: signin, Status: 429, Code: "TooManyRequestsError", RetryAfter: "60"}, ecr.Failure{Cause: ecr.Throttled, Service: "SIGNIN"}},
		{awsendpoint.Fault{Operation: signin, Status: 500, RetryAfter: "0"},
			ecr.Failure{Cause: ecr.Unavailable, Detail: "HTTP 500 Internal Server Error", Service: "SIGNIN"}},
	} {
		t.Run(fmt.Sprintf("%s %d %s%s", test.fault.Operation, test.fault.Status, test.fault.Code, test.fault.Body), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.FailAlways(test.fault)
			variables := map[string]string{"AWS_PROFILE": "dev"}
			switch test.fault.Operation {
			case portal:
				variables["HOME"] = w.ssoHome(t, time.Now().Add(time.Hour))
			case oidc:
				variables["HOME"] = w.ssoHome(t, time.Now().Add(-time.Hour))
			case signin:
				variables["HOME"] = w.loginHome(t)
			}
			test.want.Profile = "dev"
			if diff := cmp.Diff(test.want, w.askAmbient(t, patience, variables)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if n := len(w.aws.Calls()); test.want.Cause == ecr.Throttled && n != 1 {
				t.Errorf("%d calls, want 1 within the time that AWS asks for", n)
			}
		})
	}
}
