package doctor

import (
	"errors"
	"io/fs"
	"slices"
	"sync"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// clients is what Docker, podman and their kin are told of credentials.
type clients struct {
	dockerVariable string // DOCKER_CONFIG
	podmanVariable string // REGISTRY_AUTH_FILE
	docker         configuration
	podman         []configuration // all of PodmanPaths: what one file lacks is looked for in the next
	environ        configuration   // DOCKER_AUTH_CONFIG
	podmanAsksAll  bool            // by registries.conf
	programs
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

// isForPodman reports whether podman asks this helper for a host by a file of its own.
func (c clients) isForPodman(host string) bool {
	return slices.ContainsFunc(c.podman, func(config configuration) bool { return config.helperOf(host) == clientconfig.HelperName })
}

// lastingPodman returns the path of podman's file where a configuration belongs, empty
// if there is no place for one.
func (c clients) lastingPodman() string {
	var paths []string
	for _, config := range c.podman {
		paths = append(paths, config.path)
	}
	return clientconfig.LastingPodmanPath(paths)
}

// readClients reads the configurations that the environment leads to, all at
// once and no longer than the limit.
func readClients(
	limit time.Duration, getenv func(string) string, home string, read func(path string) (clientconfig.Document, error),
) (c clients) {
	readInTime := func(path string, check func() error) configuration {
		config, ok := timelimit.Call(limit, func() configuration {
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
	c.podman = make([]configuration, len(paths))
	var reading sync.WaitGroup
	for i, path := range paths {
		reading.Go(func() { c.podman[i] = readInTime(path, func() error { return nil }) })
	}
	c.dockerVariable, c.podmanVariable = getenv("DOCKER_CONFIG"), getenv("REGISTRY_AUTH_FILE")
	if path := clientconfig.DockerPath(getenv, home); path != "" {
		c.docker = readInTime(path, func() error { return clientconfig.CheckDockerVariable(c.dockerVariable) })
	}
	reading.Wait()
	if text := getenv("DOCKER_AUTH_CONFIG"); text != "" {
		c.environ.document, c.environ.err = clientconfig.Parse([]byte(text))
	}
	return c
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
