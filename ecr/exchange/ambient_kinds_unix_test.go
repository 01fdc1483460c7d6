//go:build unix

package exchange_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
)

// An ambientKind is a place where an identity comes from, and what all starts together
// cost that find it there.
type ambientKind struct {
	name      string
	config    string
	files     map[string]string // below ~/.aws
	variables map[string]string
	want      calls
}

// ambientKinds has every place where the chain finds an identity, in a world that knows it.
func ambientKinds(t *testing.T, w *world) []ambientKind {
	t.Helper()
	const ecrCall = awsendpoint.GetAuthorizationToken
	issuer := awsendpoint.NewTokenIssuer("https://issuer.example")
	w.aws.TrustIssuer(issuer)
	w.aws.AddRole(awsendpoint.Role{ARN: webRoleARN, Subject: "repo:owner/name"})
	w.aws.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "planted-external-id"})
	w.aws.AddRole(awsendpoint.Role{ARN: nextRoleARN})
	token := filepath.Join(home(t, map[string]string{"token": issuer.Token("repo:owner/name", time.Now().Add(time.Hour))}), ".aws", "token")
	keys := "aws_access_key_id = " + w.identity.AccessKeyID + "\naws_secret_access_key = " + w.identity.SecretAccessKey + "\n"
	reader := "role_arn = " + roleARN + "\nexternal_id = planted-external-id\n"
	container := serve(t, &awsmetadata.Container{Keys: w.identity, Token: "planted-authorization"})
	containerVariables := map[string]string{
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://" + container + "/keys", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "planted-authorization",
	}
	instance := serve(t, &awsmetadata.Instance{Keys: w.identity})
	const sso = "sso_account_id = 123456789012\nsso_role_name = reader\n"
	const legacySSO = sso + "sso_region = us-east-1\nsso_start_url = https://work.example\n"
	const sessionOfSSO = "[sso-session work]\nsso_region = us-east-1\nsso_start_url = https://work.example\n[default]\n" + sso + "sso_session = work\n"
	webIdentity := calls{awsendpoint.AssumeRoleWithWebIdentity: 1, ecrCall: 1}
	oneRole := calls{awsendpoint.AssumeRole: 1, ecrCall: 1}
	ofSSO := calls{awsendpoint.GetRoleCredentials: 1, ecrCall: 1}
	return []ambientKind{
		{"variables", "", nil, map[string]string{"AWS_ACCESS_KEY_ID": w.identity.AccessKeyID, "AWS_SECRET_ACCESS_KEY": w.identity.SecretAccessKey}, calls{ecrCall: 1}},
		{"profile", "[default]\n" + keys, nil, nil, calls{ecrCall: 1}},
		{"web identity", "", nil, map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": webRoleARN}, webIdentity},
		{"web identity of a profile", "[default]\nweb_identity_token_file = " + token + "\nrole_arn = " + webRoleARN + "\n", nil, nil, webIdentity},
		{"role of web identity", "[profile web]\nweb_identity_token_file = " + token + "\nrole_arn = " + webRoleARN + "\n[default]\nsource_profile = web\nrole_arn = " + nextRoleARN + "\n",
			nil, nil, calls{awsendpoint.AssumeRoleWithWebIdentity: 1, awsendpoint.AssumeRole: 1, ecrCall: 1}},
		{"secret's role of web identity", "", nil, map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": webRoleARN, "TEST_ROLE": nextRoleARN},
			calls{awsendpoint.AssumeRoleWithWebIdentity: 1, awsendpoint.AssumeRole: 1, ecrCall: 1}},
		{"role", "[profile keys]\n" + keys + "[default]\nsource_profile = keys\n" + reader, nil, nil, oneRole},
		{"role of a role", "[profile keys]\n" + keys + "[profile reader]\nsource_profile = keys\n" + reader + "[default]\nsource_profile = reader\nrole_arn = " + nextRoleARN + "\n",
			nil, nil, calls{awsendpoint.AssumeRole: 2, ecrCall: 1}},
		{"role of variables", "[default]\ncredential_source = Environment\n" + reader, nil,
			map[string]string{"AWS_PROFILE": "default", "AWS_ACCESS_KEY_ID": w.identity.AccessKeyID, "AWS_SECRET_ACCESS_KEY": w.identity.SecretAccessKey}, calls{ecrCall: 1}},
		{"role of a container", "[default]\ncredential_source = EcsContainer\n" + reader, nil, containerVariables, oneRole},
		{"role of an instance", "[default]\ncredential_source = Ec2InstanceMetadata\n" + reader, nil,
			map[string]string{"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://" + instance}, oneRole},
		{"role of a process", "[profile keys]\n" + w.keysProcess("") + "[default]\nsource_profile = keys\n" + reader, nil, nil, oneRole},
		{"SSO without a session", "[default]\n" + legacySSO, map[string]string{ssoCacheFile("https://work.example"): w.ssoSession(time.Hour)}, nil, ofSSO},
		{"SSO", sessionOfSSO, map[string]string{ssoCacheFile("work"): w.ssoSession(time.Hour)}, nil, ofSSO},
		{"SSO to be renewed", sessionOfSSO, map[string]string{ssoCacheFile("work"): w.ssoSession(-time.Hour)}, nil,
			calls{awsendpoint.CreateToken: 1, awsendpoint.GetRoleCredentials: 1, ecrCall: 1}},
		{"role of SSO", "[profile sso]\n" + legacySSO + "[default]\nsource_profile = sso\nrole_arn = " + nextRoleARN + "\n",
			map[string]string{ssoCacheFile("https://work.example"): w.ssoSession(time.Hour)}, nil,
			calls{awsendpoint.GetRoleCredentials: 1, awsendpoint.AssumeRole: 1, ecrCall: 1}},
		{"login", "[default]\nlogin_session = " + principal + "\n", map[string]string{loginCacheFile(): w.loginSession(time.Hour)}, nil, calls{ecrCall: 1}},
		{"login to be renewed", "[default]\nlogin_session = " + principal + "\n", map[string]string{loginCacheFile(): w.loginSession(-time.Hour)}, nil,
			calls{awsendpoint.CreateOAuth2Token: 1, ecrCall: 1}},
		{"process", "[default]\n" + w.keysProcess(""), nil, nil, calls{ecrCall: 1}},
		{"process with an end", "[default]\n" + w.keysProcess(time.Now().Add(time.Hour).UTC().Format(time.RFC3339)), nil, nil, calls{ecrCall: 1}},
		{"container", "", nil, containerVariables, calls{ecrCall: 1}},
		{"instance", "", nil, map[string]string{"AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://" + instance}, calls{ecrCall: 1}},
	}
}

// keysProcess is a profile's program that gives the world's keys, until some time.
func (w *world) keysProcess(expires string) string {
	if expires != "" {
		expires = `, "Expiration": "` + expires + `"`
	}
	return fmt.Sprintf("credential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"%s\"%s}'\n",
		w.identity.AccessKeyID, w.identity.SecretAccessKey, expires)
}

// ssoSession is the file of a session that AWS knows, whose token has some time left.
func (w *world) ssoSession(left time.Duration) string {
	session := awsendpoint.NewSSOSession("123456789012", "reader", time.Now().Add(left))
	w.aws.AddSSOSession(session)
	content, err := json.Marshal(map[string]string{
		"accessToken": session.AccessToken, "expiresAt": session.Expires.UTC().Format(time.RFC3339),
		"refreshToken": session.RefreshToken, "clientId": session.ClientID, "clientSecret": session.ClientSecret,
	})
	if err != nil {
		panic(err) // of texts
	}
	return string(content)
}

// loginCacheFile is where the session of "aws login" is, below ~/.aws.
func loginCacheFile() string {
	return fmt.Sprintf("login/cache/%x.json", sha256.Sum256([]byte(principal)))
}

// loginSession is the file of a session that AWS knows, whose keys have some time left.
func (w *world) loginSession(left time.Duration) string {
	session := awsendpoint.NewLoginSession(principal)
	w.aws.AddLoginSession(session)
	keys := w.identity
	keys.AccessKeyID, keys.SessionToken = "ASIA"+keys.AccessKeyID[4:], strings.Repeat("c2Vzc2lvbg", 30)
	w.aws.AddIdentity(keys)
	content, err := json.Marshal(map[string]any{
		"accessToken": map[string]string{
			"accessKeyId": keys.AccessKeyID, "secretAccessKey": keys.SecretAccessKey, "sessionToken": keys.SessionToken,
			"accountId": "123456789012", "expiresAt": time.Now().Add(left).UTC().Format(time.RFC3339),
		},
		"tokenType": "aws_sigv4", "refreshToken": session.RefreshToken, "clientId": session.ClientID, "dpopKey": session.Key(),
	})
	if err != nil {
		panic(err) // of texts
	}
	return string(content)
}
