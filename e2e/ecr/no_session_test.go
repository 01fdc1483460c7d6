package ecr

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const (
	ssoAccount, ssoRole = "123456789012", "reader"
	ssoURL              = "https://work.awsapps.com/start"
)

// ssoConfig is a profile of a session of IAM Identity Center, and the same in the form
// before there were sessions
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html).
func ssoConfig(profile, role string, isLegacy bool) string {
	settings := "sso_account_id = " + ssoAccount + "\nsso_role_name = " + role + "\n"
	place := "sso_region = us-east-1\nsso_start_url = " + ssoURL + "\n"
	if isLegacy {
		return "[profile " + profile + "]\n" + settings + place
	}
	return "[profile " + profile + "]\nsso_session = work\n" + settings + "[sso-session work]\n" + place
}

// ssoFile is the file that "aws sso login" writes, by its name below HOME.
func ssoFile(t *testing.T, session *awsendpoint.SSOSession, isLegacy bool) map[string]string {
	t.Helper()
	key := "work"
	if isLegacy {
		key = ssoURL
	}
	fields := map[string]string{
		"startUrl": ssoURL, "region": "us-east-1", "accessToken": session.AccessToken, "expiresAt": session.Expires.UTC().Format(time.RFC3339),
		"clientId": session.ClientID, "clientSecret": session.ClientSecret, "refreshToken": session.RefreshToken,
	}
	if isLegacy {
		delete(fields, "refreshToken")
	}
	content, err := json.Marshal(fields)
	testenv.Must(t, err)
	return map[string]string{fmt.Sprintf(".aws/sso/cache/%x.json", sha1.Sum([]byte(key))): string(content)}
}

// newSSO makes a session that AWS knows or not.
func (s *stage) newSSO(expires time.Time, isKnown bool) *awsendpoint.SSOSession {
	session := awsendpoint.NewSSOSession(ssoAccount, ssoRole, expires)
	s.planted.Add(session.AccessToken, session.RefreshToken, session.ClientSecret)
	if isKnown {
		s.aws.AddSSOSession(session)
	}
	return session
}

// brokenSSO has logins to IAM Identity Center that are none, no more, or without the role.
func (s *stage) brokenSSO(t *testing.T) []situation {
	t.Helper()
	later, before := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	dev := environ.Vars{"AWS_PROFILE": "dev"}
	const login = `: run "aws sso login --profile dev"`
	unreachable := func(service string) string {
		return "no connection to 127.0.0.1:1 (" + s.refused + "): check the network, HTTPS_PROXY and AWS_ENDPOINT_URL_" + service
	}
	situations := []situation{
		{name: "SSO role of a source", config: "[profile top]\nrole_arn = " + roleARN + "\nsource_profile = dev\n" + ssoConfig("dev", ssoRole, false),
			vars: environ.Vars{"AWS_PROFILE": "top"}, line: "nobody has logged in to SSO for the AWS profile dev" + login},
		{name: "SSO in a profile of an odd name", config: ssoConfig("my team's", ssoRole, false), vars: environ.Vars{"AWS_PROFILE": "my team's"},
			line: `nobody has logged in to SSO for the AWS profile my team's: run "aws sso login --profile 'my team'\''s'"`},
		{name: "SSO session missing", config: "[profile dev]\nsso_session = none\nsso_account_id = 1\nsso_role_name = r\n", vars: dev,
			line: "the AWS profile dev lacks the section sso-session that it names: add it to the profile"},
		{name: "SSO role missing", config: "[profile dev]\nsso_session = work\n[sso-session work]\nsso_region = us-east-1\nsso_start_url = " + ssoURL + "\n",
			files: ssoFile(t, s.newSSO(later, true), false), vars: dev,
			line: "the AWS profile dev lacks sso_account_id: add it to the profile"},
		{name: "SSO start URL missing", config: "[profile dev]\nsso_account_id = 1\nsso_role_name = r\nsso_region = us-east-1\n", vars: dev,
			line: "the AWS profile dev lacks sso_start_url: add it to the profile"},
		{name: "SSO, refused to renew", config: ssoConfig("dev", ssoRole, false), files: ssoFile(t, s.newSSO(before, false), false), vars: dev,
			line: "the SSO session of the AWS profile dev has expired" + login},
		{name: "SSO unreachable", config: ssoConfig("dev", ssoRole, false), files: ssoFile(t, s.newSSO(later, true), false),
			vars: dev.With(environ.Vars{"AWS_ENDPOINT_URL_SSO": closed}), line: unreachable("SSO")},
		{name: "SSO unreachable to renew", config: ssoConfig("dev", ssoRole, false), files: ssoFile(t, s.newSSO(before, true), false),
			vars: dev.With(environ.Vars{"AWS_ENDPOINT_URL_SSO_OIDC": closed}), line: unreachable("SSO_OIDC")},
		{name: "SSO, file broken", config: ssoConfig("dev", ssoRole, false), files: map[string]string{
			fmt.Sprintf(".aws/sso/cache/%x.json", sha1.Sum([]byte("work"))): `{"accessToken": 1}`}, vars: dev,
			line: "the SSO session of the AWS profile dev has expired" + login},
	}
	for _, isLegacy := range []bool{true, false} {
		name := fmt.Sprintf("SSO, in the old form: %t, ", isLegacy)
		expired := s.newSSO(before, false)
		expired.RefreshToken = ""
		situations = append(situations, situation{name: name + "never", config: ssoConfig("dev", ssoRole, isLegacy), vars: dev,
			line: "nobody has logged in to SSO for the AWS profile dev" + login,
		}, situation{name: name + "expired", config: ssoConfig("dev", ssoRole, isLegacy), files: ssoFile(t, expired, isLegacy), vars: dev,
			line: "the SSO session of the AWS profile dev has expired" + login,
		}, situation{name: name + "logged out", config: ssoConfig("dev", ssoRole, isLegacy), files: ssoFile(t, s.newSSO(later, false), isLegacy), vars: dev,
			line: "AWS no longer accepts the SSO session of the AWS profile dev" + login,
		}, situation{name: name + "no such role", config: ssoConfig("dev", "writer", isLegacy), files: ssoFile(t, s.newSSO(later, true), isLegacy), vars: dev,
			line: "the role of the AWS profile dev is not assigned to whoever logged in to SSO: " +
				"check sso_account_id and sso_role_name, or ask who runs IAM Identity Center to assign it",
		})
	}
	return situations
}

const loginARN = "arn:aws:iam::123456789012:user/puller"

// loginFile is the file that "aws login" writes, by its name below HOME
// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-login-credentials.html).
func (s *stage) loginFile(t *testing.T, session *awsendpoint.LoginSession, expires time.Time) map[string]string {
	t.Helper()
	keys := s.newKeys()
	keys.AccessKeyID, keys.SessionToken = "ASIA"+keys.AccessKeyID[4:], strings.Repeat("c2Vzc2lvbg", 30)
	s.aws.AddIdentity(keys)
	s.planted.Add(keys.SessionToken, session.RefreshToken, session.Key())
	content, err := json.Marshal(map[string]any{
		"accessToken": map[string]string{
			"accessKeyId": keys.AccessKeyID, "secretAccessKey": keys.SecretAccessKey, "sessionToken": keys.SessionToken,
			"accountId": "123456789012", "expiresAt": expires.UTC().Format(time.RFC3339),
		},
		"tokenType": "aws_sigv4", "clientId": session.ClientID, "refreshToken": session.RefreshToken, "dpopKey": session.Key(),
	})
	testenv.Must(t, err)
	return map[string]string{fmt.Sprintf(".aws/login/cache/%x.json", sha256.Sum256([]byte(loginARN))): string(content)}
}

// brokenLogin has sessions of "aws login" that are none, or no more.
func (s *stage) brokenLogin(t *testing.T) []situation {
	t.Helper()
	const config, login = "[profile dev]\nlogin_session = " + loginARN + "\n", `: run "aws login --profile dev"`
	dev := environ.Vars{"AWS_PROFILE": "dev"}
	return []situation{
		{name: "aws login, never", config: config, vars: dev, line: "nobody has logged in to AWS for the AWS profile dev" + login},
		{name: "aws login, expired", config: config, vars: dev, files: s.loginFile(t, awsendpoint.NewLoginSession(loginARN), time.Now().Add(-time.Hour)),
			line: "the login of the AWS profile dev has expired" + login},
		{name: "aws login, unreachable", config: config, vars: dev.With(environ.Vars{"AWS_ENDPOINT_URL_SIGNIN": closed}),
			files: s.loginFile(t, awsendpoint.NewLoginSession(loginARN), time.Now().Add(-time.Hour)),
			line:  "no connection to 127.0.0.1:1 (" + s.refused + "): check the network, HTTPS_PROXY and AWS_ENDPOINT_URL_SIGNIN"},
	}
}

// brokenWebIdentity has web identity tokens that are none, or let nobody in.
func (s *stage) brokenWebIdentity(t *testing.T) []situation {
	t.Helper()
	const (
		role     = "arn:aws:iam::123456789012:role/web"
		variable = "the file that AWS_WEB_IDENTITY_TOKEN_FILE names"
		setting  = "the web_identity_token_file of the AWS profile dev"
		path     = ": correct the path, or what this user may do with the file"
		token    = "the web identity token in " + variable
	)
	issuer, unknown := awsendpoint.NewTokenIssuer("https://issuer.example"), awsendpoint.NewTokenIssuer("https://unknown.example")
	s.aws.TrustIssuer(issuer)
	s.aws.AddRole(awsendpoint.Role{ARN: role, Subject: "repo:a/b"})
	later := time.Now().Add(time.Hour)
	bySetting := "[profile dev]\nrole_arn = " + role + "\nweb_identity_token_file = TOKEN\n"
	situations := []situation{
		{name: "web identity, no file", vars: environ.Vars{"AWS_WEB_IDENTITY_TOKEN_FILE": "/none", "AWS_ROLE_ARN": role},
			line: variable + " can't be read (" + s.noFile + ")" + path},
		{name: "web identity, no file in a profile", config: strings.ReplaceAll(bySetting, "TOKEN", "/none"), vars: environ.Vars{"AWS_PROFILE": "dev"},
			line: setting + " can't be read (" + s.noFile + ")" + path},
		{name: "web identity, no role's name", vars: environ.Vars{"AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token", "AWS_ROLE_ARN": "reader"},
			files: map[string]string{"token": "planted.no-jwt"}, line: "AWS_ROLE_ARN has an unusable value: correct it, or remove it"},
		{name: "web identity, no role's name in a profile", config: "[profile dev]\nrole_arn = reader\nweb_identity_token_file = HOME/token\n",
			vars: environ.Vars{"AWS_PROFILE": "dev"}, files: map[string]string{"token": "planted.no-jwt"},
			line: "role_arn of the AWS profile dev has an unusable value: correct it, or remove it"},
		{name: "web identity, no role", vars: environ.Vars{"AWS_WEB_IDENTITY_TOKEN_FILE": "/none"},
			line: "AWS_ROLE_ARN is not set, but AWS_WEB_IDENTITY_TOKEN_FILE is: set what is missing, or unset the rest"},
	}
	for name, test := range map[string]struct{ token, line string }{
		"empty":   {"", variable + " can't be read (it is empty)" + path},
		"no JWT":  {"planted.no-jwt", "AWS does not accept " + token + ": check that it is whole, and an ID token, not an access token"},
		"expired": {issuer.Token("repo:a/b", time.Now().Add(-time.Minute)), token + " has expired: set a new one"},
		"of another repository": {issuer.Token("repo:a/c", later), token + " is not allowed to assume its role: " +
			"allow it sts:AssumeRoleWithWebIdentity in the role's trust policy: for its identity provider, its audience (aud) and its subject (sub)"},
		"issuer unknown": {unknown.Token("repo:a/b", later), "the issuer of " + token + " is no identity provider of the account of its role: " +
			"add the issuer (iss) in IAM as an OpenID Connect provider, or correct the role"},
		"for others": {issuer.TokenFor("sigstore", "repo:a/b", later), token + " is for another audience (aud) than its identity provider in IAM has: " +
			"ask for a token with the audience sts.amazonaws.com, or add its audience in IAM"},
		"issuer's keys unreadable": {awsendpoint.NewTokenIssuer("https://issuer.example").Token("repo:a/b", later),
			"AWS can't get the keys of who issued " + token + ": try again; the issuer (iss) must be on the Internet"},
	} {
		s.planted.Add(test.token)
		situations = append(situations, situation{name: "web identity, " + name, files: map[string]string{"token.secret": test.token},
			vars: environ.Vars{"AWS_WEB_IDENTITY_TOKEN_FILE": "HOME/token.secret", "AWS_ROLE_ARN": role}, line: test.line})
	}
	return situations
}
