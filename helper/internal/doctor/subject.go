package doctor

import (
	"github.com/google/go-containerregistry/pkg/name"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A subject is a secret, or a registry without one, under examination.
type subject struct {
	secret secrets.Secret // the zero value if there is none
	// server is empty if the secret names none.
	server secrets.Server
	// host is that of the server as it is written where it is named.
	host  string
	image name.Reference // nil unless one was asked for
	// isAnswering is true if get for the server uses this secret, or would if it
	// had a credential.
	isAnswering bool
	// isAsked is true if the registry was asked for by name.
	isAsked bool
	report  Registry
}

// named returns a report that names the subject.
func (s subject) named() Registry {
	r := Registry{Server: s.server.String(), Prefix: s.secret.Prefix, Login: untried}
	if s.image != nil {
		r.Image = s.image.Name()
	}
	return r
}

// hostIn returns the host of a server's text as it is written there. That of
// Docker Hub is docker.io, and that of what names no server is empty.
func hostIn(text string) string {
	for _, host := range secrets.ImageHosts(text) {
		return host
	}
	return ""
}

// isImplied reports whether nobody set the secret as one of a registry, or
// asked for it: GITHUB_TOKEN is there for other programs too. What is wrong
// with it is then only a warning.
func (s subject) isImplied() bool { return s.secret.Kind == secrets.GitHubKind && !s.isAsked }

// subjects returns one subject for each secret, or for each registry or image
// that is named.
func subjects(set secrets.Set, names []string) ([]subject, error) {
	var all []subject
	for _, name := range names {
		server, image, err := parseTarget(name, set)
		if err != nil {
			return nil, err
		}
		s := subject{server: server, host: hostIn(name), image: image, isAsked: true}
		if image != nil {
			s.host = hostIn(image.Context().RegistryStr())
		}
		s.secret, s.isAnswering = set.Find(server)
		if image != nil && !s.isAnswering { // crane and others ask for it by its path
			part := secrets.Server{Host: server.Host, Path: image.Context().RepositoryStr()}
			if s.secret, s.isAnswering = set.Find(part); s.isAnswering {
				s.server = part
			}
		}
		if !s.isAnswering {
			s.secret, s.isAnswering = set.FindFaulty(server)
			s.isAnswering = s.isAnswering && !s.secret.IsMalformed()
		}
		all = append(all, s)
	}
	if len(names) > 0 {
		return all, nil
	}
	for _, secret := range set.All() {
		isAnswering := set.Answers(secret) || set.IsBare(secret)
		if isForeign(secret) || secret.Kind == secrets.GitHubKind && !isAnswering {
			continue
		}
		all = append(all, subject{secret: secret, server: secret.Server, host: hostIn(secret.ServerText()), isAnswering: isAnswering})
	}
	return all, nil
}

// isForDocker reports whether Docker is to ask the helper for the subject's
// registry: it is one, and get answers for it, as far as names of variables tell, and
// for the whole of it.
func (s subject) isForDocker() bool {
	isRegistry := s.server.IsImageHost() && !isNoRegistry(CheckLookalike(s.server.Host, ""))
	return isRegistry && s.isAnswering && s.secret.Missing() == nil && s.secret.Server.Path == "" && !s.hasPattern()
}

// hasPattern reports whether the subject is no registry, but all that a pattern
// of the secret's SERVER stands for.
func (s subject) hasPattern() bool {
	return s.secret.Pattern != "" && s.server.Host == s.secret.Pattern
}

// isUnused reports whether the subject is a GITHUB_TOKEN that is there for other
// programs: neither GitHub itself has set it, nor does a configuration name this
// helper for its registry.
func (w world) isUnused(s subject) bool {
	docker := w.clients.docker.document
	isNamed := len(docker.HelpersOf(s.server)) > 0 || docker.Store() == clientconfig.HelperName ||
		w.clients.isForPodman(s.host)
	return s.isImplied() && !isNamed && !w.Helper.IsAtGitHub()
}
