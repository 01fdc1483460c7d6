package ecr

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const (
	stageHost = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	// patience bounds a run that must end long before.
	patience = time.Minute
)

// TestECR runs the helper as clients run it, against an AWS on loopback.
func TestECR(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.ecrLogin = findECRLogin(t)
	t.Run("endpoints", s.testEndpoints)
	t.Run("near misses", s.testNearMisses)
	t.Run("own keys", s.testOwnKeys)
	t.Run("ambient identity", s.testAmbient)
	t.Run("temporary ambient identity", s.testTemporaryAmbient)
	t.Run("known identities", s.testKnownIdentities)
	t.Run("no ambient identity", s.testNoIdentity)
	t.Run("processes", s.testProcesses)
	t.Run("killed holder", s.testKilledHolder)
}

// stage is what the runs share: the helper, the one that it is compared
// with, an AWS, and what no output and no file may hold.
type stage struct {
	dir      string // readable by everybody
	helper   string
	ecrLogin string // empty if it isn't installed
	aws      *awsendpoint.Endpoint
	url      string

	planted testenv.Planted

	noFile, refused string // see systemWords
}

func newStage(t *testing.T) *stage {
	t.Helper()
	// Below t.TempDir nobody but the test's own user could run the helper.
	dir, err := os.MkdirTemp("", "ecr-e2e-")
	testenv.Must(t, err)
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	testenv.Must(t, os.Chmod(dir, 0o755))
	s := &stage{dir: dir, aws: awsendpoint.New()}
	// A link, since a copy could not be run while another test forks.
	built := testenv.Helper(t)
	s.helper = filepath.Join(dir, filepath.Base(built))
	testenv.Must(t, os.Link(built, s.helper))
	testenv.Must(t, os.Chmod(s.helper, 0o755))
	s.planted.More = s.aws.Tokens
	s.url = s.serve(t, s.aws)
	return s
}

// findECRLogin returns the helper to compare with, if it is installed.
func findECRLogin(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("docker-credential-ecr-login")
	if err != nil {
		testenv.Without(t, "docker-credential-ecr-login")
	}
	return path
}

func (s *stage) serve(t *testing.T, handler http.Handler) (url string) {
	t.Helper()
	server, err := loopback.Serve(handler)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	return server.URL()
}

// newDir makes an empty directory that lives as long as the stage.
func (s *stage) newDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(s.dir, "")
	testenv.Must(t, err)
	return dir
}

// newKeys makes keys that AWS doesn't know.
func (s *stage) newKeys() awsendpoint.Identity {
	identity := awsendpoint.NewIdentity()
	s.planted.Add(identity.SecretAccessKey)
	return identity
}

// newIdentity makes keys that AWS knows.
func (s *stage) newIdentity() awsendpoint.Identity {
	identity := s.newKeys()
	s.aws.AddIdentity(identity)
	return identity
}
