package ecr

import (
	"strings"
	"testing"
)

// testTemporaryAmbient has temporary keys as the ambient identity, which are
// worth nothing without their session token.
func (s *ecrStage) testTemporaryAmbient(t *testing.T) {
	for _, place := range []string{"environment", "profile", "container"} {
		t.Run(place, func(t *testing.T) {
			keys := s.newKeys()
			keys.AccessKeyID = "ASIA" + keys.AccessKeyID[4:]
			keys.SessionToken = strings.Repeat("dGVtcG9yYXJ5", 20)
			s.planted.Add(keys.SessionToken)
			s.aws.AddIdentity(keys)
			environ := s.ambientEnviron(t)
			switch place {
			case "environment":
				environ = environ.with(ecrEnviron{
					"AWS_ACCESS_KEY_ID": keys.AccessKeyID, "AWS_SECRET_ACCESS_KEY": keys.SecretAccessKey, "AWS_SESSION_TOKEN": keys.SessionToken,
				})
			case "profile":
				s.writeFile(t, "[default]\naws_access_key_id = "+keys.AccessKeyID+"\naws_secret_access_key = "+keys.SecretAccessKey+
					"\naws_session_token = "+keys.SessionToken+"\n", environ["HOME"], ".aws", "credentials")
			case "container":
				environ = environ.with(ecrEnviron{"AWS_CONTAINER_CREDENTIALS_FULL_URI": s.serve(t, &ecrMetadata{keys: keys}) + "/keys"})
			}
			token := s.mustGet(t, environ)
			if again := s.mustGet(t, environ); again != token {
				t.Error("another token for the next process")
			}
			if n := s.callsBy(keys); n != 1 {
				t.Errorf("%d calls by the keys, want 1", n)
			}
			s.checkCache(t, environ["DOCKER_CREDENTIAL_SECRETS_CACHE"], keys)
		})
	}
}
