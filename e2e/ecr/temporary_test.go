package ecr

import (
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsmetadata"
)

// testTemporaryAmbient has temporary keys as the ambient identity, which are
// worth nothing without their session token.
func (s *stage) testTemporaryAmbient(t *testing.T) {
	for _, place := range []string{"environment", "profile", "container"} {
		t.Run(place, func(t *testing.T) {
			keys := s.newKeys()
			keys.AccessKeyID = "ASIA" + keys.AccessKeyID[4:]
			keys.SessionToken = strings.Repeat("dGVtcG9yYXJ5", 20)
			s.planted.Add(keys.SessionToken)
			s.aws.AddIdentity(keys)
			vars := s.ambientEnviron(t)
			switch place {
			case "environment":
				vars = vars.With(environ.Vars{
					"AWS_ACCESS_KEY_ID": keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey, "AWS_SESSION_TOKEN": keys.SessionToken,
				})
			case "profile":
				s.writeFile(t, "[default]\naws_access_key_id = "+keys.AccessKeyID+"\naws_secret_access_key = "+keys.SecretAccessKey+
					"\naws_session_token = "+keys.SessionToken+"\n", vars["HOME"], ".aws", "credentials")
			case "container":
				vars = vars.With(environ.Vars{"AWS_CONTAINER_CREDENTIALS_FULL_URI": s.serve(t, &awsmetadata.Container{Keys: keys}) + "/keys"})
			}
			token := s.mustGet(t, vars)
			if again := s.mustGet(t, vars); again != token {
				t.Error("another token for the next process")
			}
			if n := s.callsBy(keys); n != 1 {
				t.Errorf("%d calls by the keys, want 1", n)
			}
			s.checkCache(t, vars["DOCKER_CREDENTIAL_SECRETS_CACHE"], keys)
		})
	}
}
