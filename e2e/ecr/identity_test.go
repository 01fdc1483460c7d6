package ecr

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const roleARN = "arn:aws:iam::210987654321:role/reader"

func (s *stage) writeFile(t *testing.T, content string, path ...string) {
	t.Helper()
	name := filepath.Join(path...)
	testenv.Must(t, os.MkdirAll(filepath.Dir(name), 0o700))
	testenv.Must(t, os.WriteFile(name, []byte(content), 0o700))
}

// ambience is what a machine may hold of other identities. Whatever is
// touched leaves a mark.
type ambience struct {
	vars   environ.Vars
	config string // ~/.aws/config; MARK stands for a program that leaves a mark
}

// ambiences has one place each in working order, which a chain that is
// asked would reach, and all of them wrong or broken at once.
func (s *stage) ambiences(instance, container string) map[string]ambience {
	other := s.newKeys()
	other.SessionToken = strings.Repeat("YW1iaWVudA", 20)
	s.planted.Add(other.SessionToken)
	return map[string]ambience{
		"profile":   {config: "[default]\ncredential_process = MARK\n"},
		"metadata":  {vars: environ.Vars{"AWS_EC2_METADATA_SERVICE_ENDPOINT": instance}},
		"container": {vars: environ.Vars{"AWS_CONTAINER_CREDENTIALS_FULL_URI": container + "/keys"}},
		"broken": {
			config: "[default\ncredential_process = MARK\nregion == =\n[profile x]\nca_bundle=/none\n",
			vars: environ.Vars{
				"AWS_PROFILE":                        "missing",
				"AWS_ACCESS_KEY_ID":                  other.AccessKeyID,
				"AWS_SECRET_ACCESS_KEY":              other.SecretAccessKey,
				"AWS_SESSION_TOKEN":                  other.SessionToken,
				"AWS_REGION":                         "ap-northeast-3",
				"AWS_DEFAULT_REGION":                 "ap-northeast-2",
				"AWS_EC2_METADATA_SERVICE_ENDPOINT":  instance,
				"AWS_CONTAINER_CREDENTIALS_FULL_URI": container + "/keys",
				"AWS_WEB_IDENTITY_TOKEN_FILE":        "/none",
				"AWS_ROLE_ARN":                       "arn:aws:iam::123456789012:role/ambient",
				"AWS_STS_REGIONAL_ENDPOINTS":         "nonsense",
				"AWS_MAX_ATTEMPTS":                   "nonsense",
				"AWS_RETRY_MODE":                     "nonsense",
			},
		},
	}
}

// testOwnKeys has the keys of a secret amid another identity in every place
// that the SDK would look.
func (s *stage) testOwnKeys(t *testing.T) {
	s.aws.AddRole(awsendpoint.Role{ARN: roleARN, ExternalID: "planted"})
	instance, container := &awsmetadata.Instance{Keys: s.newKeys()}, &awsmetadata.Container{Keys: s.newKeys()}
	for place, ambience := range s.ambiences(s.serve(t, instance), s.serve(t, container)) {
		for name, secret := range map[string]environ.Vars{
			"keys": {},
			"role": {"WORK_CONTAINER_REGISTRY_ROLE_ARN": roleARN, "WORK_CONTAINER_REGISTRY_EXTERNAL_ID": "planted"},
		} {
			t.Run(name+" amid "+place, func(t *testing.T) {
				vars := s.environ(t, stageHost, s.newIdentity()).With(secret).With(ambience.vars)
				home := vars["HOME"]
				mark := filepath.Join(s.newDir(t), "touched")
				s.writeFile(t, "#!/bin/sh\n: >"+mark+"\n", home, "mark")
				s.writeFile(t, strings.ReplaceAll(ambience.config, "MARK", filepath.Join(home, "mark")), home, ".aws", "config")
				before := len(s.aws.Calls())
				s.mustGet(t, vars)
				for _, call := range s.aws.Calls()[before:] {
					if call.AccessKeyID == vars["AWS_ACCESS_KEY_ID"] || call.Region != "us-east-1" {
						t.Errorf("a call in region %s, by the ambient keys: %t", call.Region, call.AccessKeyID == vars["AWS_ACCESS_KEY_ID"])
					}
				}
				wrong := vars.With(environ.Vars{"WORK_CONTAINER_REGISTRY_PASSWORD": s.newKeys().SecretAccessKey})
				s.mustFail(t, stageHost, wrong, "WORK_CONTAINER_REGISTRY_PASSWORD is not that of the access key ID in WORK_CONTAINER_REGISTRY_USER")
				if _, err := os.Lstat(mark); err == nil || instance.Asked()+container.Asked() > 0 {
					t.Error("another source of keys was touched")
				}
			})
		}
	}
}

// ambientSource is a place where the SDK's default chain finds keys.
type ambientSource struct {
	name string
	vars func(home string, keys awsendpoint.Identity) environ.Vars
}

func (s *stage) ambientSources(t *testing.T) []ambientSource {
	t.Helper()
	profile := func(name string, keys awsendpoint.Identity) string {
		return "[" + name + "]\naws_access_key_id = " + keys.AccessKeyID + "\naws_secret_access_key = " + keys.SecretAccessKey + "\n"
	}
	return []ambientSource{
		{"environment", func(_ string, keys awsendpoint.Identity) environ.Vars {
			return environ.Vars{"AWS_ACCESS_KEY_ID": keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey}
		}},
		{"default profile", func(home string, keys awsendpoint.Identity) environ.Vars {
			s.writeFile(t, profile("default", keys), home, ".aws", "credentials")
			return environ.Vars{}
		}},
		{"named profile", func(home string, keys awsendpoint.Identity) environ.Vars {
			s.writeFile(t, profile("work", keys), home, ".aws", "credentials")
			return environ.Vars{"AWS_PROFILE": "work"}
		}},
		{"process", func(home string, keys awsendpoint.Identity) environ.Vars {
			s.writeFile(t, `{"Version": 1, "AccessKeyId": "`+keys.AccessKeyID+`", "SecretAccessKey": "`+keys.SecretAccessKey+`"}`, home, "keys.json")
			s.writeFile(t, "[profile keys]\ncredential_process = "+printing(filepath.Join(home, "keys.json"))+"\n", home, ".aws", "config")
			return environ.Vars{"AWS_PROFILE": "keys", "PATH": os.Getenv("PATH")}
		}},
		{"environment beside a process", func(home string, keys awsendpoint.Identity) environ.Vars {
			s.writeFile(t, "[default]\ncredential_process = false\n", home, ".aws", "config")
			return environ.Vars{"AWS_ACCESS_KEY_ID": keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey}
		}},
		{"keys beside a process", func(home string, keys awsendpoint.Identity) environ.Vars {
			s.writeFile(t, profile("default", keys)+"credential_process = false\n", home, ".aws", "config")
			return environ.Vars{}
		}},
		{"container", func(_ string, keys awsendpoint.Identity) environ.Vars {
			return environ.Vars{"AWS_CONTAINER_CREDENTIALS_FULL_URI": s.serve(t, &awsmetadata.Container{Keys: keys}) + "/keys"}
		}},
		{"instance", func(_ string, keys awsendpoint.Identity) environ.Vars {
			return environ.Vars{"AWS_EC2_METADATA_SERVICE_ENDPOINT": s.serve(t, &awsmetadata.Instance{Keys: keys}), "AWS_EC2_METADATA_DISABLED": ""}
		}},
	}
}

// printing is a command of the system's own shell that prints a file.
func printing(path string) string {
	if runtime.GOOS == "windows" {
		return "type " + path
	}
	return "cat '" + path + "'"
}

// ambientEnviron has a secret with SERVER alone, no metadata service, and the
// certificates of some network.
func (s *stage) ambientEnviron(t *testing.T) environ.Vars {
	t.Helper()
	outside := s.newOutside(t, "api.ecr.us-east-1.amazonaws.com")
	return s.environ(t, stageHost, awsendpoint.Identity{}).With(environ.Vars{
		"AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CA_BUNDLE":             outside.ca.Path(),
	})
}

// testAmbient has the keys in each place, with and without a role to assume.
func (s *stage) testAmbient(t *testing.T) {
	s.aws.AddRole(awsendpoint.Role{ARN: roleARN})
	for _, source := range s.ambientSources(t) {
		for _, role := range []string{"", roleARN} {
			t.Run(strings.TrimSpace(source.name+" "+role), func(t *testing.T) {
				keys := s.newIdentity()
				vars := s.ambientEnviron(t)
				vars = vars.With(source.vars(vars["HOME"], keys)).
					With(environ.Vars{"WORK_CONTAINER_REGISTRY_ROLE_ARN": role})
				token := s.mustGet(t, vars)
				if n := s.callsBy(keys); n != 1 {
					t.Errorf("%d calls by the keys of the %s, want 1", n, source.name)
				}
				if again := s.mustGet(t, vars); again != token {
					t.Error("another token for the next process")
				}
				s.checkCache(t, vars["DOCKER_CREDENTIAL_SECRETS_CACHE"], keys)
			})
		}
	}
}
