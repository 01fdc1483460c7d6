//go:build unix

package exchange_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// settings returns the path of a file of AWS's settings.
func settings(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// askedByNobody returns the address of an AWS that no request may reach.
func askedByNobody(t *testing.T) (address string) {
	t.Helper()
	var asked atomic.Int64
	t.Cleanup(func() {
		if n := asked.Load(); n > 0 {
			t.Errorf("%d requests went out", n)
		}
	})
	return serve(t, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.NotFound(answer, nil)
	}))
}

// TestUnfitSourceOfARole has profiles whose role would be asked for by what no
// request may hold. Nothing is sent, to AWS or to an emulator.
func TestUnfitSourceOfARole(t *testing.T) {
	t.Parallel()
	const (
		id, key = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
		swapped = ": its access key ID and secret access key are swapped"
		role    = "[profile top]\nrole_arn = " + roleARN + "\n"
		based   = role + "source_profile = base\n[profile base]\n"
		good    = "aws_access_key_id = " + id + "\naws_secret_access_key = " + key + "\n"
	)
	process := func(id, key string) string {
		return fmt.Sprintf(`credential_process = echo '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}'`+"\n", id, key)
	}
	for name, test := range map[string]struct{ profiles, want string }{
		"swapped keys": {based + "aws_access_key_id = " + key + "\naws_secret_access_key = " + id + "\n", "the AWS profile base" + swapped},
		"swapped keys, two roles up": {role + "source_profile = mid\n[profile mid]\nrole_arn = " + roleARN + "\nsource_profile = base\n[profile base]\naws_access_key_id = " +
			key + "\naws_secret_access_key = " + id + "\n", "the AWS profile base" + swapped},
		"swapped by the process":          {based + process(key, id), "the AWS profile base" + swapped},
		"the process gives the key twice": {based + process(key, key), "the AWS profile base: its access key ID is not one"},
		"the process gives the ID twice":  {based + process(id, id), "the AWS profile base: its secret access key is not one"},
		"a name that is none": {role + "source_profile = b$ase\n[profile b$ase]\naws_access_key_id = " + key + "\naws_secret_access_key = " + id + "\n",
			"the AWS profile" + swapped},
		"key as session token": {based + good + "aws_session_token = " + key + "\n", "the AWS profile base: its session token is not one"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := askedByNobody(t)
			w := newWorld(t)
			got := w.askAmbient(t, patience, map[string]string{
				"AWS_ENDPOINT_URL": "http://" + address, "AWS_PROFILE": "top", "AWS_CONFIG_FILE": settings(t, test.profiles),
			})
			if diff := cmp.Diff(ecr.Failure{Cause: ecr.KeysUnfit, Detail: test.want}, got); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
		})
	}
}

// TestKeysInOtherSettings has a key where AWS is told a role, an account or a token.
// Nothing is sent, to AWS or to an emulator.
func TestKeysInOtherSettings(t *testing.T) {
	t.Parallel()
	const (
		id, key = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
		base    = "source_profile = base\n[profile base]\naws_access_key_id = " + id + "\naws_secret_access_key = " + key + "\n"
		top     = "[profile top]\nrole_arn = " + roleARN + "\n"
		sso     = "[profile top]\nsso_session = work\n"
		session = "[sso-session work]\nsso_start_url = https://work.example/start\nsso_region = us-east-1\n"
	)
	keysFile := settings(t, "[default]\naws_access_key_id = "+id+"\naws_secret_access_key = "+key+"\n")
	jwt := settings(t, "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln")
	unusable := func(setting string) ecr.Failure { return ecr.Failure{Cause: ecr.SettingUnusable, Detail: setting} }
	notToken := func(file string) ecr.Failure {
		return ecr.Failure{Cause: ecr.KeysUnfit, Detail: file + ": what it holds is not a web identity token"}
	}
	for name, test := range map[string]struct {
		profiles  string
		variables map[string]string
		want      ecr.Failure
	}{
		"external ID":                {top + "external_id = " + key + "\n" + base, nil, unusable("external_id of the AWS profile top")},
		"role":                       {"[profile top]\nrole_arn = " + roleARN + "/" + key + "\n" + base, nil, unusable("role_arn of the AWS profile top")},
		"mistyped role":              {"[profile top]\nrole_arn = arn:aws:iam::123:role/x\n" + base, nil, unusable("role_arn of the AWS profile top")},
		"session name":               {top + "role_session_name = " + key + "\n" + base, nil, unusable("role_session_name of the AWS profile top")},
		"SSO account":                {session + sso + "sso_account_id = " + key + "\nsso_role_name = r\n", nil, unusable("sso_account_id of the AWS profile top")},
		"SSO role":                   {session + sso + "sso_account_id = 123456789012\nsso_role_name = " + key + "\n", nil, unusable("sso_role_name of the AWS profile top")},
		"web identity, keys":         {top + "web_identity_token_file = " + keysFile + "\n", nil, notToken("the web_identity_token_file of the AWS profile top")},
		"web identity, session name": {top + "web_identity_token_file = " + jwt + "\nrole_session_name = " + id + "\n", nil, unusable("role_session_name of the AWS profile top")},
		"variables, keys": {"[profile top]\n", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": keysFile, "AWS_ROLE_ARN": roleARN},
			notToken("the file that AWS_WEB_IDENTITY_TOKEN_FILE names")},
		"variables, role":         {"[profile top]\n", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": jwt, "AWS_ROLE_ARN": key}, unusable("AWS_ROLE_ARN")},
		"variables, session name": {"[profile top]\n", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": jwt, "AWS_ROLE_ARN": roleARN, "AWS_ROLE_SESSION_NAME": key}, unusable("AWS_ROLE_SESSION_NAME")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := askedByNobody(t)
			w := newWorld(t)
			home := t.TempDir()
			variables := map[string]string{"AWS_ENDPOINT_URL": "http://" + address, "AWS_PROFILE": "top", "AWS_CONFIG_FILE": settings(t, test.profiles), "HOME": home}
			maps.Copy(variables, test.variables)
			if diff := cmp.Diff(test.want, w.askAmbient(t, patience, variables)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRoleOfAProfile has the sources of a role's keys that serve, short keys of an
// emulator among them.
func TestRoleOfAProfile(t *testing.T) {
	t.Parallel()
	const role = "[profile top]\nexternal_id = planted-external-id\nrole_arn = " + roleARN + "\nsource_profile = base\n[profile base]\n"
	for name, line := range map[string]string{
		"keys":    "aws_access_key_id = %s\naws_secret_access_key = %s\n",
		"process": `credential_process = echo '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}'` + "\n",
	} {
		for _, keyID := range []string{"", "test"} {
			w := newWorld(t)
			if keyID != "" {
				w.identity.AccessKeyID, w.identity.SecretAccessKey = keyID, keyID
				w.aws.AddIdentity(w.identity)
			}
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "planted-external-id"})
			got := w.askAmbient(t, patience, map[string]string{
				"AWS_PROFILE": "top", "AWS_CONFIG_FILE": settings(t, role+fmt.Sprintf(line, w.identity.AccessKeyID, w.identity.SecretAccessKey)),
			})
			if diff := cmp.Diff(ecr.Failure{}, got); diff != "" {
				t.Errorf("%s, ID %q: failure (-want +got):\n%s", name, keyID, diff)
			}
		}
	}
}
