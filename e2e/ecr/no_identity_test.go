package ecr

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
)

// A situation is a way in which the ambient identity has no keys, and the one line
// that says so behind the registry's name.
type situation struct {
	name string
	vars environ.Vars
	// config is ~/.aws/config, files are others below HOME.
	config string
	files  map[string]string
	line   string
}

// in prepares the situation in a new HOME and returns its environment.
func (s *stage) in(t *testing.T, situation situation) environ.Vars {
	t.Helper()
	vars := s.ambientEnviron(t)
	home := vars["HOME"]
	vars["PATH"] = os.Getenv("PATH")
	for name, content := range situation.files {
		s.writeFile(t, content, append([]string{home}, strings.Split(name, "/")...)...)
	}
	if situation.config != "" {
		s.writeFile(t, strings.ReplaceAll(situation.config, "HOME", home), home, ".aws", "config")
	}
	for name, value := range situation.vars {
		vars[name] = strings.Replace(value, "HOME", home, 1)
	}
	return vars
}

// testNoIdentity has every identity that the default chain knows broken in several
// ways, and looks for the exact line.
func (s *stage) testNoIdentity(t *testing.T) {
	s.noFile, s.refused = systemWords(t)
	before := len(s.aws.Tokens())
	t.Run("at once", func(t *testing.T) {
		for _, situations := range [][]situation{
			s.noIdentity(), s.brokenSettings(), s.brokenSources(), s.brokenSSO(t), s.brokenLogin(t), s.brokenWebIdentity(t),
			s.brokenProcess(), s.brokenContainer(t), s.brokenInstance(t), s.unreachableServices(),
		} {
			for _, situation := range situations {
				t.Run(situation.name, func(t *testing.T) {
					t.Parallel() // some wait for what never comes
					run := s.get(t, stageHost, s.in(t, situation))
					if want := stageHost + ": " + situation.line + "\n"; run.status != 1 || run.stdout != want {
						t.Errorf("status %d\n%swant\n%s", run.status, run.stdout, want)
					}
				})
			}
		}
	})
	if n := len(s.aws.Tokens()) - before; n != 0 {
		t.Errorf("%d tokens without an identity, want 0", n)
	}
}

// systemWords returns what the system says of a file that is not there, and of an
// address that takes no connection.
func systemWords(t *testing.T) (noFile, refused string) {
	t.Helper()
	_, noFileErr := os.Open(filepath.Join(t.TempDir(), "none"))
	_, refusedErr := net.Dial("tcp", strings.TrimPrefix(closed, "http://"))
	var words []string
	for _, err := range []error{noFileErr, refusedErr} {
		var number syscall.Errno
		if !errors.As(err, &number) {
			t.Fatalf("%v, want an error of the system", err)
		}
		words = append(words, number.Error())
	}
	return words[0], words[1]
}

// The endings of lines that several situations have in common.
const (
	addProfile = ": correct it, or add the profile: as [profile name] to ~/.aws/config, or as [name] to ~/.aws/credentials"

	setKeys = ": set WORK_CONTAINER_REGISTRY_USER and WORK_CONTAINER_REGISTRY_PASSWORD, or AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
	nothing = "no AWS credentials in environment, profiles, SSO, web identity, container or instance metadata" + setKeys

	exampleID, exampleKey = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// noIdentity has nothing, or half of something, in the environment.
func (s *stage) noIdentity() []situation {
	const missing = ": set what is missing, or unset the rest"
	return []situation{
		{name: "nothing", line: nothing},
		{name: "ID alone", vars: environ.Vars{"AWS_ACCESS_KEY_ID": exampleID},
			line: "AWS_SECRET_ACCESS_KEY is not set, but AWS_ACCESS_KEY_ID is" + missing},
		{name: "key alone", vars: environ.Vars{"AWS_SECRET_ACCESS_KEY": exampleKey},
			line: "AWS_ACCESS_KEY_ID is not set, but AWS_SECRET_ACCESS_KEY is" + missing},
		{name: "key of another age alone", vars: environ.Vars{"AWS_SECRET_KEY": exampleKey},
			line: "AWS_ACCESS_KEY_ID is not set, but AWS_SECRET_KEY is" + missing},
		{name: "swapped", vars: environ.Vars{"AWS_ACCESS_KEY_ID": exampleKey, "AWS_SECRET_ACCESS_KEY": exampleID},
			line: "no AWS credentials in the environment variables: its access key ID and secret access key are swapped: correct it"},
		{name: "temporary key alone", vars: environ.Vars{"AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": exampleKey},
			line: "the ambient AWS identity is a temporary access key and AWS_SESSION_TOKEN is not set: set it to the session token that came with the key"},
		{name: "key unknown", vars: environ.Vars{"AWS_ACCESS_KEY_ID": exampleID, "AWS_SECRET_ACCESS_KEY": exampleKey},
			line: "AWS does not know the access key ID in the ambient AWS identity: check it, or that its account has enabled the region us-east-1"},
	}
}

// brokenSettings has files and values that the AWS settings can't have.
func (s *stage) brokenSettings() []situation {
	const (
		write = " is no AWS setting: write a section as [profile name], and below it each setting as name = value"
		value = " has an unusable value: correct it, or remove it"
		path  = ": correct the path, or what this user may do with the file"
		add   = ": add it to the profile"
	)
	dev := environ.Vars{"AWS_PROFILE": "dev"}
	return []situation{
		{name: "AWS_PROFILE names none", vars: dev, line: "AWS_PROFILE names an AWS profile that does not exist" + addProfile},
		{name: "AWS_DEFAULT_PROFILE names none", vars: environ.Vars{"AWS_DEFAULT_PROFILE": "dev"},
			line: "AWS_DEFAULT_PROFILE names an AWS profile that does not exist" + addProfile},
		{name: "config unparsable", config: "[default]\nregion = x\n\n[profile dev\naws_access_key_id = x\n", vars: dev, line: "line 4 of ~/.aws/config" + write},
		{name: "credentials unparsable", files: map[string]string{".aws/credentials": "# mine\n" + exampleKey + "\n"}, line: "line 2 of ~/.aws/credentials" + write},
		{name: "config in UTF-16", config: "\xff\xfe[\x00d\x00]\x00\n\x00", line: "line 1 of ~/.aws/config" + write},
		{name: "config with a byte order mark", config: "\xef\xbb\xbf[default]\nrole_arn = x\n", line: "line 1 of ~/.aws/config" + write},
		{name: "config a directory", vars: environ.Vars{"AWS_CONFIG_FILE": "HOME"}, line: "the file that AWS_CONFIG_FILE names can't be read (not a regular file)" + path},
		{name: "ca_bundle missing", config: "[default]\nca_bundle = /none\n", vars: environ.Vars{"AWS_CA_BUNDLE": ""}, line: "the ca_bundle of the AWS profile default can't be read (" + s.noFile + ")" + path},
		{name: "profile without keys", config: "[profile dev]\nregion = us-east-1\n", vars: dev,
			line: "the AWS profile dev has no keys, and no source of any: give it keys, SSO or a credential_process"},
		{name: "half of the keys", config: "[profile dev]\naws_access_key_id = " + exampleID + "\n", vars: dev,
			line: "the AWS profile dev lacks aws_access_key_id or aws_secret_access_key" + add},
		{name: "keys swapped", config: "[profile dev]\naws_access_key_id = " + exampleKey + "\naws_secret_access_key = " + exampleID + "\n", vars: dev,
			line: "no AWS credentials in the AWS profile dev: its access key ID and secret access key are swapped: correct it"},
		{name: "variable unusable", vars: environ.Vars{"AWS_MAX_ATTEMPTS": "many"}, line: "AWS_MAX_ATTEMPTS" + value},
		{name: "setting unusable", config: "[profile dev]\nretry_mode = often\n", vars: dev, line: "retry_mode of the AWS profile dev" + value},
		{name: "name of a profile that holds a key", config: "[profile " + exampleKey + "]\nrole_arn = x\nsource_profile = y\n",
			vars: environ.Vars{"AWS_PROFILE": exampleKey}, line: "the AWS profile y does not exist, but is a source_profile: correct source_profile, or add that profile"},
	}
}

// brokenSources has profiles whose role nobody can ask for.
func (s *stage) brokenSources() []situation {
	const (
		role = "[profile dev]\nrole_arn = " + roleARN + "\n"
		keys = "aws_access_key_id = " + exampleID + "\naws_secret_access_key = " + exampleKey + "\n"
		code = " wants the code of an MFA device (mfa_serial), which can't be typed here: " +
			`run "aws configure export-credentials --profile `
		export = ` --format env" in a terminal, and then what it prints`
		mfa    = "mfa_serial = arn:aws:iam::123456789012:mfa/me\n"
		itself = " is a source_profile of itself, over others perhaps: let the last source_profile name a profile with keys"
	)
	dev := environ.Vars{"AWS_PROFILE": "dev"}
	return []situation{
		{name: "source missing", config: role + "source_profile = base\n", vars: dev,
			line: "the AWS profile base does not exist, but is a source_profile: correct source_profile, or add that profile"},
		{name: "source without keys", config: role + "source_profile = base\n[profile base]\nregion = x\n", vars: dev,
			line: "the AWS profile base has no keys, and no source of any: give it keys, SSO or a credential_process"},
		{name: "its own source", config: role + "source_profile = dev\n", vars: dev, line: "the AWS profile dev" + itself},
		{name: "circle of two", config: role + "source_profile = base\n[profile base]\nrole_arn = " + roleARN + "\nsource_profile = dev\n", vars: dev,
			line: "the AWS profile dev" + itself},
		{name: "circle further on", config: role + "source_profile = a\n[profile a]\nrole_arn = " + roleARN + "\nsource_profile = b\n[profile b]\nrole_arn = " +
			roleARN + "\nsource_profile = a\n", vars: dev, line: "the AWS profile a" + itself},
		{name: "no role", config: "[profile dev]\nsource_profile = base\n[profile base]\n" + keys, vars: dev, line: "the AWS profile dev lacks role_arn: add it to the profile"},
		{name: "MFA", config: role + mfa + "source_profile = base\n[profile base]\n" + keys, vars: dev, line: "the AWS profile dev" + code + "dev" + export},
		{name: "MFA further on", config: role + "source_profile = mid dle\n[profile mid dle]\n" + mfa + "role_arn = " + roleARN + "\nsource_profile = base\n[profile base]\n" + keys,
			vars: dev, line: "the AWS profile mid dle" + code + "'mid dle'" + export},
		{name: "MFA over a process", config: role + mfa + "source_profile = base\n[profile base]\ncredential_process = false\n", vars: dev,
			line: "the AWS profile dev" + code + "dev" + export},
		{name: "several sources", config: role + "source_profile = base\ncredential_process = false\n[profile base]\n" + keys, vars: dev,
			line: "the AWS profile dev has several sources of keys: keep one of source_profile, credential_source, credential_process and web_identity_token_file"},
		{name: "credential_source unknown", config: role + "credential_source = Elsewhere\n", vars: dev,
			line: "credential_source of the AWS profile dev has an unusable value: correct it, or remove it"},
		{name: "credential_source Environment, nothing there", config: role + "credential_source = Environment\n", vars: dev,
			line: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, which credential_source = Environment needs: set what is missing, or unset the rest"},
		{name: "credential_source EcsContainer, nothing there", config: role + "credential_source = EcsContainer\n", vars: dev,
			line: "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set, which credential_source = EcsContainer needs: " +
				"set what is missing, or unset the rest"},
		{name: "role refused", config: role + "source_profile = base\n[profile base]\n" + keys, vars: dev,
			line: "AWS does not know the access key ID in the AWS profile base: check it, or that its account has enabled the region us-east-1"},
	}
}
