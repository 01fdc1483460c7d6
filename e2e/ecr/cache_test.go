package ecr

import (
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// checkCache searches every file of a cache for all that must not be read
// there: tokens, keys, and which registry they are for.
func (s *stage) checkCache(t *testing.T, dir string, identities ...awsendpoint.Identity) {
	t.Helper()
	readable := []string{stageHost, "123456789012", "us-east-1", "amazonaws", "WORK", s.url, roleARN}
	for _, identity := range identities {
		readable = append(readable, identity.AccessKeyID)
	}
	holding, searched, err := s.planted.Files(dir, readable...)
	testenv.Must(t, err)
	for _, path := range holding {
		t.Errorf("something to read is in the cache's file %s", filepath.Base(path))
	}
	if searched == 0 {
		t.Error("the cache is empty")
	}
}
