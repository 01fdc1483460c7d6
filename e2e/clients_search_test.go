//go:build linux

package e2e

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// TestClientsSearch shows that the search at the end of TestClients finds what it looks for.
func TestClientsSearch(t *testing.T) {
	t.Parallel()
	s := &stage{aws: awsendpoint.New()}
	identity := s.newIdentity()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"deep/below/plain":   "key=" + identity.password + "\n",
		"deep/config.json":   base64.StdEncoding.EncodeToString([]byte(identity.user + ":" + identity.password)),
		"deep/access-key":    identity.user,
		"binary":             "\x00\xff" + identity.password + "\x00",
		"password-cut-short": identity.password[1:],
	} {
		path := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(t, os.WriteFile(path, []byte(content), 0o600))
	}
	leaking, searched, err := s.leakingFiles(dir)
	must(t, err)
	want := []string{filepath.Join(dir, "binary"), filepath.Join(dir, "deep/below/plain"), filepath.Join(dir, "deep/config.json")}
	if diff := cmp.Diff(want, leaking); diff != "" {
		t.Errorf("leaking files (-want +got):\n%s", diff)
	}
	if searched != 5 {
		t.Errorf("searched %d files, want 5", searched)
	}
}
