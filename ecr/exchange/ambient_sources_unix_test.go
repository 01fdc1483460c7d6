//go:build unix

package exchange_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// home writes files below a new directory, as they are below ~/.aws.
func home(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, ".aws", name)
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		if err == nil {
			err = os.WriteFile(path, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestWhichKeysAreAmbient has keys in several places, of which one counts.
func TestWhichKeysAreAmbient(t *testing.T) {
	t.Parallel()
	process := func(keys awsendpoint.Identity) string {
		return fmt.Sprintf("credential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"%s\"}'\n",
			keys.AccessKeyID, keys.SecretAccessKey)
	}
	fields := func(keys awsendpoint.Identity) string {
		return "aws_access_key_id = " + keys.AccessKeyID + "\naws_secret_access_key = " + keys.SecretAccessKey + "\n"
	}
	const broken = "credential_process = false\n"
	for name, test := range map[string]struct {
		config    func(keys awsendpoint.Identity) string
		variables func(keys awsendpoint.Identity) map[string]string
		byRole    bool
	}{
		"process": {config: func(keys awsendpoint.Identity) string { return "[default]\n" + process(keys) }},
		"process of AWS_PROFILE": {
			config: func(keys awsendpoint.Identity) string {
				return "[default]\n" + broken + "[profile other]\n" + broken + "[profile work]\n" + process(keys)
			},
			variables: func(awsendpoint.Identity) map[string]string {
				return map[string]string{"AWS_PROFILE": "work", "AWS_DEFAULT_PROFILE": "other"}
			},
		},
		"process of AWS_DEFAULT_PROFILE": {
			config: func(keys awsendpoint.Identity) string {
				return "[default]\n" + broken + "[profile work]\n" + process(keys)
			},
			variables: func(awsendpoint.Identity) map[string]string { return map[string]string{"AWS_DEFAULT_PROFILE": "work"} },
		},
		"keys before a process": {config: func(keys awsendpoint.Identity) string { return "[default]\n" + broken + fields(keys) }},
		"variables before a process": {
			config: func(awsendpoint.Identity) string { return "[default]\n" + broken },
			variables: func(keys awsendpoint.Identity) map[string]string {
				return map[string]string{"AWS_ACCESS_KEY_ID": keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey}
			},
		},
		"half of the variables": {
			config: func(keys awsendpoint.Identity) string { return "[default]\n" + process(keys) },
			variables: func(awsendpoint.Identity) map[string]string {
				return map[string]string{"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}
			},
		},
		"role of a process": {
			config: func(keys awsendpoint.Identity) string {
				return "[profile keys]\n" + process(keys) +
					"[default]\nsource_profile = keys\nrole_arn = " + roleARN + "\nexternal_id = planted-external-id\nduration_seconds = 1800\n"
			},
			byRole: true,
		},
		"role of keys": {
			config: func(keys awsendpoint.Identity) string {
				return "[profile keys]\n" + broken + fields(keys) +
					"[default]\nsource_profile = keys\nrole_arn = " + roleARN + "\nexternal_id = planted-external-id\n"
			},
			byRole: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "planted-external-id"})
			variables := map[string]string{"HOME": home(t, map[string]string{"config": test.config(w.identity)})}
			if test.variables != nil {
				maps.Copy(variables, test.variables(w.identity))
			}
			if got := w.askAmbient(t, patience, variables); got != (ecr.Failure{}) {
				t.Errorf("%+v", got)
			}
			var operations []awsendpoint.Operation
			for _, call := range w.aws.Calls() {
				operations = append(operations, call.Operation)
			}
			want := []awsendpoint.Operation{awsendpoint.GetAuthorizationToken}
			if test.byRole {
				want = []awsendpoint.Operation{awsendpoint.AssumeRole, awsendpoint.GetAuthorizationToken}
			}
			if diff := cmp.Diff(want, operations); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoAmbientKeys has nothing that can be used.
func TestNoAmbientKeys(t *testing.T) {
	t.Parallel()
	const isDirectory = " can't be read (is a directory)"
	nothing := ecr.Failure{Cause: ecr.NoAmbientIdentity}
	unreadable := func(file string) ecr.Failure {
		return ecr.Failure{Cause: ecr.FileUnreadable, Detail: file + isDirectory}
	}
	const tilde = "; nothing but a shell replaces the ~ in its path"
	missing := func(file, reason string) ecr.Failure {
		return ecr.Failure{Cause: ecr.FileUnreadable, Detail: file + " can't be read (no such file or directory" + reason + ")"}
	}
	dir := t.TempDir()
	credentials := filepath.Join(dir, "credentials")
	if err := os.WriteFile(credentials, []byte("[default]\nca_bundle = "+dir+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		config    string
		variables map[string]string
		want      ecr.Failure
	}{
		"nothing":   {"", nil, nothing},
		"no config": {"", map[string]string{"AWS_CONFIG_FILE": dir + "/none"}, missing("the file that AWS_CONFIG_FILE names", "")},
		"no config of a profile": {"", map[string]string{"AWS_PROFILE": "dev", "AWS_CONFIG_FILE": dir + "/none"},
			missing("the file that AWS_CONFIG_FILE names", "")},
		"no config of the secret's profile": {"", map[string]string{"TEST_PROFILE": "dev", "AWS_CONFIG_FILE": dir + "/none"},
			missing("the file that AWS_CONFIG_FILE names", "")},
		"no such profile of the secret": {"", map[string]string{"TEST_PROFILE": "default"},
			ecr.Failure{Cause: ecr.ProfileMissing, Detail: "AWS_PROFILE"}},
		"no credentials of a profile": {"[profile other]\n", map[string]string{"AWS_PROFILE": "dev", "AWS_SHARED_CREDENTIALS_FILE": dir + "/none"},
			missing("the file that AWS_SHARED_CREDENTIALS_FILE names", "")},
		"config below ~": {"[profile dev]\n", map[string]string{"AWS_PROFILE": "dev", "AWS_CONFIG_FILE": "~/.aws/config"},
			missing("the file that AWS_CONFIG_FILE names", tilde)},
		"credentials below ~": {"", map[string]string{"AWS_SHARED_CREDENTIALS_FILE": "~/.aws/keys"},
			missing("the file that AWS_SHARED_CREDENTIALS_FILE names", tilde)},
		"web identity below ~": {"[default]\nrole_arn = " + roleARN + "\nweb_identity_token_file = ~/token\n", nil,
			missing("the web_identity_token_file of the AWS profile default", tilde)},
		"no profile": {"[profile other]\n", map[string]string{"AWS_PROFILE": "dev", "AWS_CONFIG_FILE": "/dev/null"},
			ecr.Failure{Cause: ecr.ProfileMissing, Detail: "AWS_PROFILE"}},
		"config": {"", map[string]string{"AWS_CONFIG_FILE": dir}, unreadable("the file that AWS_CONFIG_FILE names")},
		"credentials": {"", map[string]string{"AWS_SHARED_CREDENTIALS_FILE": dir},
			unreadable("the file that AWS_SHARED_CREDENTIALS_FILE names")},
		"web identity": {"", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": dir},
			unreadable("the file that AWS_WEB_IDENTITY_TOKEN_FILE names")},
		"container's file": {"", map[string]string{"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": dir},
			unreadable("the file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names")},
		"bundle": {"[default]\nca_bundle = " + dir + "\n", nil, unreadable("the ca_bundle of the AWS profile default")},
		"bundle by the credentials file": {"", map[string]string{"AWS_SHARED_CREDENTIALS_FILE": credentials},
			unreadable("the ca_bundle of the AWS profile default")},
		"profile's web identity": {"[default]\nrole_arn = " + roleARN + "\nweb_identity_token_file = " + dir + "\n", nil,
			unreadable("the web_identity_token_file of the AWS profile default")},
		"source's web identity": {"[profile keys]\nrole_arn = " + roleARN + "\nweb_identity_token_file = " + dir +
			"\n[default]\nsource_profile = keys\nrole_arn = " + roleARN + "\n", nil,
			unreadable("the web_identity_token_file of the AWS profile keys")},
		"swapped": {"", map[string]string{"AWS_ACCESS_KEY_ID": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS_SECRET_ACCESS_KEY": "AKIAIOSFODNN7EXAMPLE"},
			ecr.Failure{Cause: ecr.KeysUnfit, Detail: "the environment variables: its access key ID and secret access key are swapped"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			variables := map[string]string{"HOME": home(t, map[string]string{"config": test.config})}
			maps.Copy(variables, test.variables)
			if diff := cmp.Diff(test.want, w.askAmbient(t, patience, variables)); diff != "" {
				t.Errorf("failure (-want +got):\n%s", diff)
			}
			if n := len(w.aws.Calls()); n != 0 {
				t.Errorf("%d calls, want 0", n)
			}
		})
	}
	for file, want := range map[string]string{"config": "~/.aws/config", "credentials": "~/.aws/credentials"} {
		home := t.TempDir()
		if err := os.MkdirAll(filepath.Join(home, ".aws", file), 0o700); err != nil {
			t.Fatal(err)
		}
		got := newWorld(t).askAmbient(t, patience, map[string]string{"HOME": home})
		if diff := cmp.Diff(unreadable(want), got); diff != "" {
			t.Errorf("failure (-want +got):\n%s", diff)
		}
	}
}

// TestBundleOfAmbient has a file of AWS_CA_BUNDLE that holds nothing, which the
// answer names and not the identity.
func TestBundleOfAmbient(t *testing.T) {
	t.Parallel()
	want := ecr.Failure{Cause: ecr.BundleUnusable, Detail: "is a directory"}
	got := newWorld(t).askAmbient(t, patience, map[string]string{"AWS_CA_BUNDLE": t.TempDir()})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failure (-want +got):\n%s", diff)
	}
}
