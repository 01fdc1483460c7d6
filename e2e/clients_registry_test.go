//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// startDebianRegistry starts Debian's docker-registry twice over one store and one htpasswd file: with TLS, and
// without. It returns the addresses; ok is false if a component is missing.
func (s *stage) startDebianRegistry(t *testing.T) (tlsAddr, plainAddr string, ok bool) {
	t.Helper()
	for _, program := range []string{"docker-registry", "htpasswd"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", "", false
		}
	}
	dir := filepath.Join(s.dir, "registry")
	must(t, os.Mkdir(dir, 0o700))
	s.writeHtpasswd(t, filepath.Join(dir, "htpasswd"))
	certificate, key, err := s.ca.IssueFiles(dir, privateServer)
	must(t, err)
	tls := fmt.Sprintf(", tls: {certificate: %q, key: %q}", certificate, key)
	return s.runDebianRegistry(t, dir, "tls", tls), s.runDebianRegistry(t, dir, "plain", ""), true
}

func (s *stage) writeHtpasswd(t *testing.T, path string) {
	t.Helper()
	var lines strings.Builder
	for _, secret := range []registrySecret{s.private, s.other} {
		cmd := exec.Command("htpasswd", "-iBn", secret.user)
		cmd.Stdin = strings.NewReader(secret.password)
		line, err := cmd.Output()
		must(t, err)
		lines.WriteString(strings.TrimSpace(string(line)) + "\n")
	}
	must(t, os.WriteFile(path, []byte(lines.String()), 0o600))
}

var listeningOn = regexp.MustCompile(`listening on (127\.0\.0\.1:[0-9]+)`)

// runDebianRegistry starts one process and returns the address that the system gave it, read from its log.
func (s *stage) runDebianRegistry(t *testing.T, dir, kind, tls string) (addr string) {
	t.Helper()
	configuration := fmt.Sprintf(`version: 0.1
storage: {filesystem: {rootdirectory: %q}}
http: {addr: "127.0.0.1:0"%s}
auth: {htpasswd: {realm: private, path: %q}}
`, filepath.Join(dir, "store"), tls, filepath.Join(dir, "htpasswd"))
	path := filepath.Join(dir, kind+".yml")
	must(t, os.WriteFile(path, []byte(configuration), 0o600))

	environ := []string{"PATH=" + s.path, "HOME=" + dir}
	server := startDaemon(t, filepath.Join(dir, kind+".log"), environ, "docker-registry", "serve", path)
	server.await(t, func() bool {
		found := listeningOn.FindStringSubmatch(server.output(t))
		if found == nil {
			return false
		}
		addr = found[1]
		return true
	})
	return addr
}
