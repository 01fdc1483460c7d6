//go:build linux

package clients

import (
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// registrySecret is what a user sets in the environment for one registry.
type registrySecret struct{ server, user, password string }

func (r registrySecret) is(user, password string) bool {
	return r.user == user && r.password == password
}

// The prefixes of the variables that hold the secrets.
const (
	privatePrefix = "WORK"
	loopPrefix    = "LOCAL"
	ecrPrefix     = "ECR"
	hubPrefix     = "HUB"
)

// rightSecrets returns the secrets of every registry that has one, by prefix. The caller may change the map.
func (s *stage) rightSecrets() map[string]registrySecret {
	loop := s.private
	loop.server = s.loop
	return map[string]registrySecret{
		privatePrefix: s.private,
		loopPrefix:    loop,
		ecrPrefix:     s.ecr,
		hubPrefix:     s.hub,
	}
}

// newIdentity returns the secret of an identity that AWS knows and nobody else uses.
func (s *stage) newIdentity() registrySecret {
	identity := awsendpoint.NewIdentity()
	s.aws.AddIdentity(identity)
	s.planted.Add(identity.SecretAccessKey)
	return registrySecret{ecrServer, identity.AccessKeyID, identity.SecretAccessKey}
}

// newWrongKey returns the secret of an identity that AWS knows, with another's key.
func (s *stage) newWrongKey() registrySecret {
	secret := s.newIdentity()
	secret.password = awsendpoint.NewIdentity().SecretAccessKey
	s.planted.Add(secret.password)
	return secret
}

// checkFiles fails for each file of the run that holds a secret: homes, stores, caches, logs, the engine's data.
func (s *stage) checkFiles(t *testing.T) {
	t.Helper()
	holding, searched, err := s.planted.Files(s.dir)
	testenv.Must(t, err)
	for _, path := range holding {
		t.Errorf("a secret is in the file %s", path)
	}
	t.Logf("searched %d files", searched)
}
