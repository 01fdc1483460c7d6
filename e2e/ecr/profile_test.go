package ecr

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// profileKeys is a profile of a credentials file.
func profileKeys(name string, keys awsendpoint.Identity) string {
	return "[" + name + "]\naws_access_key_id = " + keys.AccessKeyID + "\naws_secret_access_key = " + keys.SecretAccessKey + "\n"
}

// TestProfile has secrets that name an AWS profile each, amid an environment and a
// default profile that are other identities.
func TestProfile(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.aws.AddRole(awsendpoint.Role{ARN: roleARN})
	red, blue, ambient := s.newIdentity(), s.newIdentity(), s.newIdentity()
	vars := s.ambientEnviron(t)
	home := vars["HOME"]
	s.writeFile(t, profileKeys("red", red)+profileKeys("blue", blue)+profileKeys("default", ambient)+profileKeys("red twin", red),
		home, ".aws", "credentials")
	s.writeFile(t, "[profile reader]\nrole_arn = "+roleARN+"\nsource_profile = blue\n"+
		"[profile process]\ncredential_process = "+printing(filepath.Join(home, "keys.json"))+"\n", home, ".aws", "config")
	s.writeFile(t, `{"Version": 1, "AccessKeyId": "`+blue.AccessKeyID+`", "SecretAccessKey": "`+blue.SecretAccessKey+`"}`, home, "keys.json")
	ambients := map[string]environ.Vars{
		"nothing":             {},
		"another profile":     {"AWS_PROFILE": "default"},
		"a missing profile":   {"AWS_PROFILE": "missing"},
		"keys":                {"AWS_ACCESS_KEY_ID": ambient.AccessKeyID, "AWS_SECRET_ACCESS_KEY": ambient.SecretAccessKey},
		"a missing token":     {"AWS_WEB_IDENTITY_TOKEN_FILE": "/none", "AWS_ROLE_ARN": roleARN},
		"keys of another age": {"AWS_ACCESS_KEY": ambient.AccessKeyID, "AWS_SECRET_KEY": ambient.SecretAccessKey},
	}
	for place, around := range ambients {
		for profile, keys := range map[string]awsendpoint.Identity{"red": red, "blue": blue, "red twin": red, "reader": blue, "process": blue} {
			for _, role := range []string{"", roleARN} {
				t.Run(profile+" amid "+place+" "+role, func(t *testing.T) {
					vars := vars.With(around).With(environ.Vars{
						"PATH": os.Getenv("PATH"), "DOCKER_CREDENTIAL_SECRETS_CACHE": "off",
						"WORK_CONTAINER_REGISTRY_PROFILE": profile, "WORK_CONTAINER_REGISTRY_ROLE_ARN": role,
					})
					before, others := s.callsBy(keys), s.callsBy(ambient)
					s.mustGet(t, vars)
					if s.callsBy(keys) == before || s.callsBy(ambient) != others {
						t.Errorf("%d calls by the profile's keys, %d by others", s.callsBy(keys)-before, s.callsBy(ambient)-others)
					}
				})
			}
		}
	}
	t.Run("in one cache", func(t *testing.T) {
		get := func(profile string) string {
			return s.mustGet(t, vars.With(environ.Vars{"WORK_CONTAINER_REGISTRY_PROFILE": profile}))
		}
		ofRed, ofBlue := get("red"), get("blue")
		if ofRed == ofBlue || get("red twin") != ofRed || get("red") != ofRed || get("blue") != ofBlue {
			t.Error("two profiles share a token, or one's is not kept")
		}
		s.checkCache(t, vars["DOCKER_CREDENTIAL_SECRETS_CACHE"], red)
	})
	t.Run("that is missing", func(t *testing.T) {
		const host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
		s.mustFail(t, host, vars.With(ambients["keys"]).With(environ.Vars{"WORK_CONTAINER_REGISTRY_SERVER": host, "WORK_CONTAINER_REGISTRY_PROFILE": "green"}),
			"WORK_CONTAINER_REGISTRY_PROFILE names an AWS profile that does not exist: correct it, or add the profile")
	})
	t.Run("that AWS does not know", func(t *testing.T) {
		s.aws.RemoveIdentity(red.AccessKeyID)
		s.mustFail(t, stageHost, vars.With(environ.Vars{"WORK_CONTAINER_REGISTRY_PROFILE": "red", "DOCKER_CREDENTIAL_SECRETS_CACHE": "off"}),
			"AWS does not know the access key ID in the AWS profile red")
	})
}
