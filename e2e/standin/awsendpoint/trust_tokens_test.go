package awsendpoint_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

const (
	tokenRole = "arn:aws:iam::123456789012:role/reader"
	issuerURL = "https://issuer.example"
)

// send has an endpoint answer a request, and returns the status and the error code of its answer.
func send(endpoint *awsendpoint.Endpoint, method, target, body string, header map[string]string) (status int, code string) {
	request := httptest.NewRequest(method, "http://aws.example"+target, strings.NewReader(body))
	for name, value := range header {
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	endpoint.ServeHTTP(recorder, request)
	answer, _ := io.ReadAll(recorder.Body)
	if found := regexp.MustCompile(`<Code>(\w+)<|"__type":"(?:[\w.]+#)?(\w+)"`).FindStringSubmatch(string(answer)); found != nil {
		code = found[1] + found[2]
	}
	return recorder.Code, code
}

// TestTrustInWebIdentity has tokens that STS must not take.
func TestTrustInWebIdentity(t *testing.T) {
	t.Parallel()
	later, issuer := time.Now().Add(time.Hour), awsendpoint.NewTokenIssuer(issuerURL)
	right := issuer.Token("repo:a/b", later)
	for name, test := range map[string]struct {
		token, role string
		status      int
		code        string
	}{
		"right":           {right, tokenRole, http.StatusOK, ""},
		"no JWT":          {"token", tokenRole, http.StatusBadRequest, "InvalidIdentityToken"},
		"unknown issuer":  {awsendpoint.NewTokenIssuer("https://other.example").Token("repo:a/b", later), tokenRole, http.StatusBadRequest, "InvalidIdentityToken"},
		"another key":     {awsendpoint.NewTokenIssuer(issuerURL).Token("repo:a/b", later), tokenRole, http.StatusBadRequest, "InvalidIdentityToken"},
		"cut":             {right[:len(right)-4], tokenRole, http.StatusBadRequest, "InvalidIdentityToken"},
		"another subject": {issuer.Token("repo:a/c", later), tokenRole, http.StatusForbidden, "AccessDenied"},
		"another role":    {right, tokenRole + "2", http.StatusForbidden, "AccessDenied"},
		"for others":      {issuer.TokenFor("sigstore", "repo:a/b", later), tokenRole, http.StatusBadRequest, "InvalidIdentityToken"},
		"expired":         {issuer.Token("repo:a/b", time.Now().Add(-time.Second)), tokenRole, http.StatusBadRequest, "ExpiredTokenException"},
	} {
		endpoint := awsendpoint.New()
		endpoint.TrustIssuer(issuer)
		endpoint.AddRole(awsendpoint.Role{ARN: tokenRole, Subject: "repo:a/b"})
		form := url.Values{"Action": {"AssumeRoleWithWebIdentity"}, "RoleArn": {test.role}, "RoleSessionName": {"s"}, "WebIdentityToken": {test.token}}
		status, code := send(endpoint, http.MethodPost, "/", form.Encode(), nil)
		if status != test.status || code != test.code {
			t.Errorf("%s: status %d, code %q, want %d, %q", name, status, code, test.status, test.code)
		}
	}
}

// TestTrustInSessions has sessions of IAM Identity Center and of sign-in that are not known, or are over.
func TestTrustInSessions(t *testing.T) {
	t.Parallel()
	endpoint := awsendpoint.New()
	session := awsendpoint.NewSSOSession("123456789012", "reader", time.Now().Add(time.Hour))
	over := awsendpoint.NewSSOSession("123456789012", "reader", time.Now().Add(-time.Second))
	endpoint.AddSSOSession(session)
	endpoint.AddSSOSession(over)
	login := awsendpoint.NewLoginSession("arn:aws:iam::123456789012:user/puller")
	endpoint.AddLoginSession(login)
	renewal := func(secret, token string) string {
		return `{"grantType":"refresh_token","clientId":"` + session.ClientID + `","clientSecret":"` + secret + `","refreshToken":"` + token + `"}`
	}
	const role = "/federation/credentials?account_id=123456789012&role_name="
	for name, test := range map[string]struct {
		method, target, token, body string
		status                      int
		code                        string
	}{
		"right":           {http.MethodGet, role + "reader", session.AccessToken, "", http.StatusOK, ""},
		"no token":        {http.MethodGet, role + "reader", "", "", http.StatusUnauthorized, "UnauthorizedException"},
		"expired":         {http.MethodGet, role + "reader", over.AccessToken, "", http.StatusUnauthorized, "UnauthorizedException"},
		"another role":    {http.MethodGet, role + "writer", session.AccessToken, "", http.StatusForbidden, "ForbiddenException"},
		"renewed":         {http.MethodPost, "/token", "", renewal(session.ClientSecret, session.RefreshToken), http.StatusOK, ""},
		"other token":     {http.MethodPost, "/token", "", renewal(session.ClientSecret, "other"), http.StatusBadRequest, "InvalidGrantException"},
		"other client":    {http.MethodPost, "/token", "", renewal("other", session.RefreshToken), http.StatusBadRequest, "InvalidGrantException"},
		"no proof":        {http.MethodPost, "/v1/token", "", `{"grantType":"refresh_token","clientId":"` + login.ClientID + `","refreshToken":"` + login.RefreshToken + `"}`, http.StatusUnauthorized, "AccessDeniedException"},
		"no such session": {http.MethodPost, "/v1/token", "", `{"grantType":"refresh_token","clientId":"c","refreshToken":"r"}`, http.StatusUnauthorized, "AccessDeniedException"},
	} {
		status, code := send(endpoint, test.method, test.target, test.body, map[string]string{"X-Amz-Sso_bearer_token": test.token})
		if status != test.status || code != test.code {
			t.Errorf("%s: status %d, code %q, want %d, %q", name, status, code, test.status, test.code)
		}
	}
}
