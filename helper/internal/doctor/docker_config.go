package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// checkFiles reports what keeps clients from any helper.
func (c clients) checkFiles(subjects []subject, isAtGitHub bool) []Finding {
	found := c.checkDockerFile(subjects, isAtGitHub)
	if c.environ.err != nil {
		found = append(found, newFinding(codeAuthConfigInvalid,
			"DOCKER_AUTH_CONFIG is not JSON like that of a config.json, and Docker 28.3 and later refuse it",
			"correct it, or unset DOCKER_AUTH_CONFIG"))
	}
	for _, config := range c.podman {
		if c.podmanVariable != "" && errors.Is(config.err, fs.ErrNotExist) {
			found = append(found, newFinding(codePodmanUnreadable,
				"REGISTRY_AUTH_FILE names "+config.path+", which does not exist, so podman fails", "correct it, or unset REGISTRY_AUTH_FILE"))
		}
		if config.isBroken() {
			found = append(found, newFinding(codePodmanUnreadable,
				config.cause()+", so podman, skopeo and buildah can't use it", "fix it, or remove it"))
		}
	}
	if failure := c.podmanRemoteFailure(); failure != nil {
		found = append(found, newFinding(codePodmanRemote, failure.Cause, failure.Fix))
	}
	return found
}

func (c clients) checkDockerFile(subjects []subject, isAtGitHub bool) []Finding {
	var problem *clientconfig.Problem
	relative := clientconfig.RelativeDockerVariable(c.dockerVariable)
	switch err := c.docker.err; {
	case errors.As(err, &problem):
		return []Finding{newFinding(codeConfigUnreadable, problem.Cause, problem.Fix)}
	case relative != nil:
		f := newFinding(codeConfigUnreadable, relative.Cause, relative.Fix)
		if err == nil {
			f = f.as(Warning)
		}
		return []Finding{f}
	case c.docker.path == "":
		return []Finding{newFinding(codeNoHome, "HOME is not set, so that Docker finds no configuration", "set HOME, or DOCKER_CONFIG")}
	case errors.Is(err, fs.ErrNotExist):
		return c.checkMissing(subjects, isAtGitHub)
	case err != nil:
		return []Finding{newFinding(codeConfigUnreadable, err.Error(), "move it away and run "+helper.Name+" configure")}
	}
	return nil
}

// checkMissing is about a configuration that does not exist, for the
// registries that a secret answers for. configure takes in that of a GITHUB_TOKEN
// only by its name, unless GitHub itself has set it.
func (c clients) checkMissing(subjects []subject, isAtGitHub bool) []Finding {
	finding := newFinding(codeConfigMissing, c.docker.path+" does not exist, so Docker asks no helper", "")
	var hosts []string
	isByName := true
	for _, s := range subjects {
		isUnused := s.isImplied() && !isAtGitHub
		if !s.isForDocker() || isUnused {
			continue
		}
		if !c.isForPodman(s.host) {
			finding = finding.as(Error)
		}
		isByName = isByName && s.secret.Kind == secrets.GitHubKind && !isAtGitHub
		hosts = append(hosts, s.host)
	}
	switch {
	case hosts == nil:
		return nil
	case !isByName:
		hosts = nil
	}
	finding.Fix = configure(hosts...)
	return []Finding{finding}
}

// configure returns the command that names this helper for a host, or for all
// that have a secret: without an argument, and where a report would shorten the
// number of an AWS account in the host.
func configure(args ...string) string {
	words := []string{helper.Name, "configure"}
	for _, arg := range args {
		if registry, isECR := ecr.ParseRegistry(arg); !isECR || registry.Public {
			words = append(words, escape.ShellWord(arg))
		}
	}
	return strings.Join(words, " ")
}

// checkRegistry reports what keeps clients from asking this helper for the
// registry, or what they know beside it.
func (c clients) checkRegistry(s subject) []Finding {
	if s.isAnswering && s.hasPattern() {
		return c.checkPattern(s)
	}
	if !s.isForDocker() {
		return nil
	}
	return slices.Concat(c.checkDocker(s), c.checkAuthConfig(s.server), c.checkPodman(s))
}

func (c clients) checkAuthConfig(server secrets.Server) []Finding {
	if len(c.environ.document.AuthsOf(server)) == 0 {
		return nil
	}
	return []Finding{newFinding(codeAuthConfigOutranks,
		"DOCKER_AUTH_CONFIG holds a credential for it, which Docker 28.3 and later use in place of any helper's",
		"unset DOCKER_AUTH_CONFIG")}
}

func (c clients) checkDocker(s subject) []Finding {
	if c.docker.path == "" || c.docker.err != nil {
		return nil // said once for all
	}
	path, config := c.docker.path, c.docker.document
	server, key := s.server, clientconfig.Keys(path, s.host)[0]
	fix := configure(s.host)
	named, isNamed := config.Helpers()[key]
	isOurs := named == clientconfig.HelperName || !isNamed && config.Store() == clientconfig.HelperName
	stored := clientconfig.StoredLogin(config, path, server)
	other := otherSpelling(config, server)
	switch {
	case isOurs && stored != nil:
		return []Finding{newFinding(codeAuthsStale, stored.Cause, stored.Fix)}
	case isOurs:
		return nil
	case isNamed:
		return []Finding{newFinding(codeOtherHelper, asks("Docker", named, "credHelpers", path), configure("--replace", s.host))}
	case other != "":
		problem := fmt.Sprintf("credHelpers in %s has it as %q, but Docker asks for %q", path, clientconfig.ShownKey(other), key)
		return []Finding{newFinding(codeKeySpelling, problem, fix)}
	case config.Store() != "":
		return []Finding{newFinding(codeOtherStore, asks("Docker", config.Store(), "credsStore", path), fix)}
	case stored != nil:
		return []Finding{newFinding(codeAuthsShadows, "Docker uses the login stored in "+path+", not this secret", fix)}
	}
	return []Finding{newFinding(codeNotConfigured, "Docker asks no helper for it: credHelpers in "+path+" does not name it", fix)}
}

// asks says that a file names another helper.
func asks(client, name, member, path string) string {
	return client + " asks docker-credential-" + name + " for it: so says " + member + " in " + path
}

// otherSpelling returns the key of credHelpers by which somebody meant the
// server and this helper, empty if there is none.
func otherSpelling(config clientconfig.Document, server secrets.Server) string {
	for _, key := range config.HelpersOf(server) {
		if config.Helpers()[key] == clientconfig.HelperName {
			return key
		}
	}
	return ""
}
