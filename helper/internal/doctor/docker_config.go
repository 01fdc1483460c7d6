package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/bounded"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// clients is what Docker, podman and their kin are told of credentials.
type clients struct {
	dockerVariable string // DOCKER_CONFIG
	docker, podman configuration
	environ        configuration // DOCKER_AUTH_CONFIG
	// Of programs.
	hasPodman, usesPodman bool
}

// A configuration is one that clients read. Its document is an empty one if it
// can't be read.
type configuration struct {
	path     string // empty if there is no place for it
	document clientconfig.Document
	err      error
}

// helperOf returns the helper that the configuration names for a host as it is
// written, empty for none.
func (c configuration) helperOf(host string) string { return c.document.Helpers()[host] }

// readClients reads the configurations that the environment leads to, all at
// once and no longer than the limit.
func readClients(
	limit time.Duration, getenv func(string) string, home string, read func(path string) (clientconfig.Document, error),
) (c clients) {
	readInTime := func(path string, check func() error) configuration {
		config, ok := bounded.Call(limit, func() configuration {
			if err := check(); err != nil {
				return configuration{path: path, err: err}
			}
			document, err := read(path)
			return configuration{path, document, err}
		})
		if !ok {
			return configuration{path: path, err: &clientconfig.Problem{
				Cause: path + " can't be read: " + errHangs.Error(), Fix: "set DOCKER_CONFIG to a directory on one that answers",
			}}
		}
		return config
	}
	paths := clientconfig.PodmanPaths(getenv, home)
	podman := make([]configuration, len(paths))
	var reading sync.WaitGroup
	for i, path := range paths {
		reading.Go(func() { podman[i] = readInTime(path, func() error { return nil }) })
	}
	c.dockerVariable = getenv("DOCKER_CONFIG")
	if path := clientconfig.DockerPath(getenv, home); path != "" {
		c.docker = readInTime(path, func() error { return clientconfig.CheckDockerVariable(c.dockerVariable) })
	}
	reading.Wait()
	for _, c.podman = range podman { // the last is where a new one belongs
		if !errors.Is(c.podman.err, fs.ErrNotExist) {
			break
		}
	}
	if text := getenv("DOCKER_AUTH_CONFIG"); text != "" {
		c.environ.document, c.environ.err = clientconfig.Parse([]byte(text))
	}
	return c
}

// checkFiles reports what keeps clients from any helper.
func (c clients) checkFiles(subjects []subject, isAtGitHub bool) []Finding {
	found := c.checkDockerFile(subjects, isAtGitHub)
	if c.environ.err != nil {
		found = append(found, newFinding(codeAuthConfigInvalid,
			"DOCKER_AUTH_CONFIG is not JSON like that of a config.json, and Docker 28.3 and later refuse it",
			"correct it, or unset DOCKER_AUTH_CONFIG"))
	}
	if c.podman.isBroken() {
		found = append(found, newFinding(codePodmanUnreadable,
			c.podman.cause()+", so podman, skopeo and buildah can't use it", "fix it, or remove it"))
	}
	failure := clientconfig.PodmanRemoteFailure(c.docker.document, c.docker.path, c.podman.path)
	if c.hasPodman && failure != nil {
		found = append(found, newFinding(codePodmanRemote, failure.Cause, failure.Fix))
	}
	return found
}

// isBroken reports whether the configuration exists and can't be read.
func (c configuration) isBroken() bool { return c.err != nil && !errors.Is(c.err, fs.ErrNotExist) }

// cause says why the configuration can't be read.
func (c configuration) cause() string {
	var problem *clientconfig.Problem
	if errors.As(c.err, &problem) {
		return problem.Cause
	}
	return c.err.Error()
}

func (c clients) checkDockerFile(subjects []subject, isAtGitHub bool) []Finding {
	var problem *clientconfig.Problem
	switch err := c.docker.err; {
	case errors.As(err, &problem):
		return []Finding{newFinding(codeConfigUnreadable, problem.Cause, problem.Fix)}
	case c.dockerVariable != "" && !filepath.IsAbs(c.dockerVariable):
		f := newFinding(codeConfigUnreadable,
			fmt.Sprintf("DOCKER_CONFIG is not an absolute path: Docker looks for %q in the directory in which it is started",
				c.docker.path), "set DOCKER_CONFIG to an absolute path")
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
		if !s.isForDocker() {
			continue
		}
		isGitHub := s.secret.Kind == secrets.GitHubKind && !isAtGitHub
		isImplied := isGitHub && s.isImplied()
		if !isImplied && c.podman.helperOf(s.host) != clientconfig.HelperName {
			finding = finding.as(Error)
		}
		isByName = isByName && isGitHub
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
	configure := configure(s.host)
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
		return []Finding{newFinding(codeOtherHelper, asks(named, "credHelpers", path), configure)}
	case other != "":
		problem := fmt.Sprintf("credHelpers in %s has it as %q, but Docker asks for %q", path, clientconfig.ShownKey(other), key)
		return []Finding{newFinding(codeKeySpelling, problem, configure)}
	case config.Store() != "":
		return []Finding{newFinding(codeOtherStore, asks(config.Store(), "credsStore", path), configure)}
	case stored != nil:
		return []Finding{newFinding(codeAuthsShadows, "Docker uses the login stored in "+path+", not this secret", configure)}
	}
	return []Finding{newFinding(codeNotConfigured, "Docker asks no helper for it: credHelpers in "+path+" does not name it",
		configure)}
}

// asks says that a file names another helper.
func asks(name, member, path string) string {
	return "Docker asks docker-credential-" + name + " for it: so says " + member + " in " + path
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
