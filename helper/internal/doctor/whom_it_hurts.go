package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// checkWhomItHurts reports registries that go without a credential only because get
// fails for another: some clients ask for all that credHelpers names, and take an
// error for the end (helper/README.md, "Catches").
func (w world) checkWhomItHurts(subjects []subject) []Finding {
	var failing, hurt []string
	for _, server := range w.clients.docker.document.Ours() {
		hosts := &hurt
		if w.failsFor(server, subjects) {
			hosts = &failing
		}
		if host := clientconfig.ShownKey(server.Host); !slices.Contains(*hosts, host) {
			*hosts = append(*hosts, host)
		}
	}
	if len(failing) == 0 || len(hurt) == 0 {
		return nil
	}
	const clients = "docker-py, testcontainers-go, docker build of Docker 20.10, GitLab Runner and podman --remote"
	return []Finding{newFinding(codeBreaksOthers, "since get fails for "+list(failing)+", some clients get no credential for "+
		list(hurt)+" either: "+clients+" ask for every registry in credHelpers, and stop at the first error",
		"fix "+list(failing)+", or set "+helper.OnErrorVariable+"=notfound, so that they go on")}
}

// failsFor reports whether get comes to an error for a server, as far as the
// examination has seen.
func (w world) failsFor(server secrets.Server, subjects []subject) bool {
	secret, ok := w.set.Find(server)
	if !ok { // what fails then reads no file, nor does it ask AWS
		_, err := w.Helper.Get(server.String())
		return err != nil && !helper.IsNotFound(err)
	}
	return slices.ContainsFunc(subjects, func(s subject) bool { return s.secret.Prefix == secret.Prefix && s.report.fails })
}

// list names up to three hosts, and how many more there are.
func list(hosts []string) string {
	const most = 3
	if more := len(hosts) - most; more > 0 {
		return strings.Join(hosts[:most], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(hosts, ", ")
}
