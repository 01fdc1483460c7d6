//go:build unix

package exchange_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

const (
	webRoleARN  = "arn:aws:iam::210987654321:role/web"
	nextRoleARN = "arn:aws:iam::210987654321:role/next"
)

// calls counts what AWS was asked for.
type calls map[awsendpoint.Operation]int

func (w *world) counted() calls {
	counted := calls{}
	for _, call := range w.aws.Calls() {
		counted[call.Operation]++
	}
	return counted
}

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

// TestAmbientStarts starts several processes of each kind: one after the other and then many at once in a cache that
// is new. Together they make the calls of one, and leave its files.
func TestAmbientStarts(t *testing.T) {
	t.Parallel()
	for i, kind := range ambientKinds(t, newWorld(t)) {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			for _, atOnce := range []int{1, 8} {
				w := newWorld(t)
				kind := ambientKinds(t, w)[i]
				cache := t.TempDir()
				files := map[string]string{"config": kind.config}
				maps.Copy(files, kind.files)
				variables := map[string]string{"HOME": home(t, files), "TEST_CACHE": cache}
				maps.Copy(variables, kind.variables)
				for range 3 {
					var running sync.WaitGroup
					for range atOnce {
						running.Go(func() {
							if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
								t.Errorf("%+v", got)
							}
						})
					}
					running.Wait()
				}
				if diff := cmp.Diff(kind.want, w.counted()); diff != "" {
					t.Errorf("%d at once: calls (-want +got):\n%s", atOnce, diff)
				}
				w.checkFiles(t, cache)
			}
		})
	}
}

// checkFiles looks for secrets in a cache, and for more files than a token, its lock, and those that tell a process's
// keys from the last or that were locked before a session was renewed.
func (w *world) checkFiles(t *testing.T, cache string) {
	t.Helper()
	files, err := os.ReadDir(cache)
	if err != nil || len(files) < 2 || len(files) > 3 {
		t.Errorf("%d files (%v), want 2 or 3", len(files), err)
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(cache, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range append(w.aws.Tokens(), w.identity.SecretAccessKey, w.identity.AccessKeyID) {
			if strings.Contains(string(content), secret) {
				t.Error("a secret is in a file")
			}
		}
	}
}

// TestProcessThatNeverRepeats gives other keys at every start: nothing is left that no start can open.
func TestProcessThatNeverRepeats(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cache, expires := t.TempDir(), time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	dir := t.TempDir()
	config := "[default]\ncredential_process = cat " + dir + "/keys\n"
	variables := map[string]string{"HOME": home(t, map[string]string{"config": config}), "TEST_CACHE": cache}
	const starts = 6
	for range starts {
		w.identity = awsendpoint.NewIdentity()
		w.aws.AddIdentity(w.identity)
		keys := fmt.Sprintf(`{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "%s", "Expiration": "%s"}`, w.identity.AccessKeyID, w.identity.SecretAccessKey, expires)
		if err := os.WriteFile(filepath.Join(dir, "keys"), []byte(keys), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
			t.Errorf("%+v", got)
		}
	}
	if diff := cmp.Diff(calls{awsendpoint.GetAuthorizationToken: starts}, w.counted()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	w.checkFiles(t, cache)
	// Once it repeats itself, it is served.
	for range 2 {
		w.askAmbient(t, patience, variables)
	}
	if n := w.counted()[awsendpoint.GetAuthorizationToken]; n != starts+1 {
		t.Errorf("%d calls, want %d", n, starts+1)
	}
}

// TestAmbientRefusals has AWS refuse: it is asked once for all that start within seconds.
func TestAmbientRefusals(t *testing.T) {
	t.Parallel()
	for name, cause := range map[string]ecr.Cause{
		"web identity": ecr.IssuerUnknown, "role": ecr.RoleRefused, "role of SSO": ecr.RoleRefused, "container": ecr.NotPermitted,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			var kind ambientKind
			for _, other := range ambientKinds(t, w) {
				if other.name == name {
					kind = other
				}
			}
			w.aws.TrustIssuer(&awsendpoint.TokenIssuer{URL: "https://issuer.example"})
			switch name {
			case "web identity":
				w.aws.FailAlways(awsendpoint.Fault{Operation: awsendpoint.AssumeRoleWithWebIdentity, Code: "InvalidIdentityToken",
					Message: "No OpenIDConnect provider found in your account for https://issuer.example"})
			case "role", "role of SSO":
				w.aws.FailAlways(awsendpoint.Fault{Operation: awsendpoint.AssumeRole, Code: "AccessDenied", Status: 403, Message: "no"})
			default:
				w.aws.FailAlways(awsendpoint.Fault{Code: "AccessDeniedException", Message: "no"})
			}
			files := map[string]string{"config": kind.config}
			maps.Copy(files, kind.files)
			variables := map[string]string{"HOME": home(t, files), "TEST_CACHE": t.TempDir()}
			maps.Copy(variables, kind.variables)
			for range 4 {
				if got := w.askAmbient(t, patience, variables); got.Cause != cause {
					t.Errorf("%+v, want cause %d", got, cause)
				}
			}
			for operation, n := range w.counted() {
				if n != 1 {
					t.Errorf("%d calls of %s, want 1", n, operation)
				}
			}
		})
	}
}

// TestAmbientOutage has a token that still lives, and nobody who gives keys.
func TestAmbientOutage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, kind := range ambientKinds(t, w) {
		if kind.name != "web identity" {
			continue
		}
		variables := map[string]string{"HOME": t.TempDir(), "TEST_CACHE": t.TempDir()}
		maps.Copy(variables, kind.variables)
		for _, clock := range []string{"0s", "7h"} {
			variables["TEST_CLOCK"] = clock
			if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
				t.Errorf("%s later: %+v", clock, got)
			}
			w.aws.FailAlways(awsendpoint.Fault{Reset: true})
		}
	}
	if n := w.aws.Count(awsendpoint.GetAuthorizationToken); n != 1 {
		t.Errorf("%d tokens, want 1", n)
	}
}

// TestWhoseTokenIsAmbient changes one part of who asks at a time: none gets the token of another.
func TestWhoseTokenIsAmbient(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	issuer := awsendpoint.NewTokenIssuer("https://issuer.example")
	w.aws.TrustIssuer(issuer)
	for _, arn := range []string{webRoleARN, nextRoleARN} {
		w.aws.AddRole(awsendpoint.Role{ARN: arn, Subject: "repo:owner/name"})
	}
	dir := home(t, map[string]string{
		"one":     issuer.Token("repo:owner/name", time.Now().Add(time.Hour)),
		"another": issuer.Token("repo:owner/name", time.Now().Add(2*time.Hour)),
		"copy":    "",
	})
	one, err := os.ReadFile(filepath.Join(dir, ".aws", "one"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, ".aws", "copy"), one, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	base := map[string]string{"HOME": dir, "TEST_CACHE": t.TempDir(),
		"AWS_WEB_IDENTITY_TOKEN_FILE": filepath.Join(dir, ".aws", "one"), "AWS_ROLE_ARN": webRoleARN}
	for _, test := range []struct {
		name      string
		variables map[string]string
		isOther   bool
	}{
		{"first", nil, true},
		{"again", nil, false},
		{"another path of the token", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": filepath.Join(dir, ".aws", "copy")}, false},
		{"another token", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": filepath.Join(dir, ".aws", "another")}, true},
		{"another role", map[string]string{"AWS_ROLE_ARN": nextRoleARN}, true},
		{"a session's name", map[string]string{"AWS_ROLE_SESSION_NAME": "job-1"}, true},
		{"another registry of the region", map[string]string{"TEST_REGISTRY": "210987654321.dkr.ecr.us-east-1.amazonaws.com"}, false},
		{"another region", map[string]string{"TEST_REGISTRY": "123456789012.dkr.ecr.eu-west-1.amazonaws.com"}, true},
		{"FIPS", map[string]string{"TEST_REGISTRY": fipsHost}, true},
		{"another endpoint of STS", map[string]string{"AWS_ENDPOINT_URL_STS": w.getenv("AWS_ENDPOINT_URL") + "/"}, true},
		{"another endpoint of ECR", map[string]string{"AWS_ENDPOINT_URL_ECR": w.getenv("AWS_ENDPOINT_URL") + "/"}, true},
		{"again, after all", nil, false},
	} {
		variables := maps.Clone(base)
		maps.Copy(variables, test.variables)
		before := w.counted()
		if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
			t.Errorf("%s: %+v", test.name, got)
		}
		want := before
		if test.isOther {
			want[awsendpoint.AssumeRoleWithWebIdentity]++
			want[awsendpoint.GetAuthorizationToken]++
		}
		if diff := cmp.Diff(want, w.counted()); diff != "" {
			t.Errorf("%s: calls (-want +got):\n%s", test.name, diff)
		}
	}
}
