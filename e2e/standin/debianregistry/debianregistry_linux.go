// Package debianregistry runs Debian's docker-registry on loopback. It is a real registry, with a user file of htpasswd,
// and stands in for a private one.
//
// This package serves this module alone, and changes with it.
package debianregistry

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// Programs returns what must be installed.
func Programs() []string { return []string{"docker-registry", "htpasswd"} }

// Config says how the registry runs.
type Config struct {
	Dir   string // its own, for its files; it must not exist
	CA    *testca.CA
	Name  string            // in the certificate
	Users map[string]string // passwords by name
}

// Registry is one store behind two processes.
type Registry struct {
	TLS, Plain string // addresses as 127.0.0.1:port
}

// Start starts the registry, with TLS and without. The test's clean-up ends it.
func Start(t testing.TB, config Config) Registry {
	t.Helper()
	testenv.Must(t, os.Mkdir(config.Dir, 0o700))
	writeHtpasswd(t, filepath.Join(config.Dir, "htpasswd"), config.Users)
	certificate, key, err := config.CA.IssueFiles(config.Dir, config.Name)
	testenv.Must(t, err)
	tls := fmt.Sprintf(", tls: {certificate: %q, key: %q}", certificate, key)
	return Registry{TLS: serve(t, config.Dir, "tls", tls), Plain: serve(t, config.Dir, "plain", "")}
}

func writeHtpasswd(t testing.TB, path string, users map[string]string) {
	t.Helper()
	var lines strings.Builder
	for user, password := range users {
		cmd := exec.Command("htpasswd", "-iBn", user)
		cmd.Stdin = strings.NewReader(password)
		line, err := cmd.Output()
		testenv.Must(t, err)
		lines.WriteString(strings.TrimSpace(string(line)) + "\n")
	}
	testenv.Must(t, os.WriteFile(path, []byte(lines.String()), 0o600))
}

var listeningOn = regexp.MustCompile(`listening on (127\.0\.0\.1:[0-9]+)`)

// serve starts one process and returns the address that the system gave it, read from its log.
func serve(t testing.TB, dir, kind, tls string) (addr string) {
	t.Helper()
	configuration := fmt.Sprintf(`version: 0.1
storage: {filesystem: {rootdirectory: %q}}
http: {addr: "127.0.0.1:0"%s}
auth: {htpasswd: {realm: private, path: %q}}
`, filepath.Join(dir, "store"), tls, filepath.Join(dir, "htpasswd"))
	path := filepath.Join(dir, kind+".yml")
	testenv.Must(t, os.WriteFile(path, []byte(configuration), 0o600))

	environ := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	server := testenv.StartDaemon(t, filepath.Join(dir, kind+".log"), environ, "docker-registry", "serve", path)
	server.Await(t, func() bool {
		found := listeningOn.FindStringSubmatch(server.Output(t))
		if found == nil {
			return false
		}
		addr = found[1]
		return true
	})
	return addr
}
