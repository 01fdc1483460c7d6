package command

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/doctor"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// name takes in the registries that the arguments name. Of an image it takes
// the registry. One that no client takes for a registry can only be removed.
func (c *configuring) name(names []string, set secrets.Set) error {
	for _, name := range names {
		server, ok := secrets.ParseServer(name)
		switch {
		case !ok && strings.Contains(name, "*"):
			return fmt.Errorf("%s has a *, and clients look for each registry by its whole name: name it so, or use --default",
				quoted(name))
		case !ok:
			return fmt.Errorf("%s is not a registry address: write it as mycompany.azurecr.io", quoted(name))
		case !server.IsImageHost() && !c.change.Remove:
			return fmt.Errorf("clients take %q for an image of Docker Hub: for that registry name docker.io", name)
		case !c.change.Remove && doctor.IsImageOfHub(name, set):
			return fmt.Errorf("clients take %q for an image of Docker Hub: for that registry name docker.io, "+
				"and one that is called so as https://%s", name, server.Host)
		}
		if problem := checkMisnamed(server.Host, ""); problem != nil && !c.change.Remove {
			return fmt.Errorf("%s: %v", server.Host, problem)
		}
	}
	c.registries = names
	return nil
}

// quoted shows an argument without the user and password that a URL may begin with, and
// no more of it than a registry's address has.
func quoted(argument string) string {
	if at := strings.LastIndexByte(argument, '@'); at >= 0 {
		argument = "..." + argument[at:]
	}
	if len(argument) > maxShown {
		argument = argument[:maxShown] + "..."
	}
	return strconv.Quote(argument)
}

// maxShown is more bytes than the longest name of a host has.
const maxShown = 300

// servers returns the registries, each once.
func (c configuring) servers() []secrets.Server {
	var servers []secrets.Server
	for _, registry := range c.registries {
		if server, _ := secrets.ParseServer(registry); !slices.Contains(servers, server) {
			servers = append(servers, server)
		}
	}
	return servers
}

// choose takes in the registries of all secrets, where none is named. Of the named
// ones it keeps those that have a secret, where only these are wanted.
func (p Program) choose(c *configuring, set secrets.Set) error {
	var isNoted, hasFaulty bool
	switch {
	case len(c.registries) == 0:
		isNoted, hasFaulty = p.nameAll(c, set)
	case c.ifPresent:
		hasFaulty = p.keepPresent(c, set)
	}
	switch {
	case len(c.registries) > 0, c.ifPresent && !hasFaulty:
		return nil
	case isNoted, hasFaulty:
		return errors.New("every registry was skipped: do what is noted, or name the registries as arguments")
	}
	return errors.New("no variable <PREFIX>_CONTAINER_REGISTRY_SERVER is set in the environment: export the three variables " +
		"of a registry, as " + helper.Name + " doctor shows, or name the registries as arguments")
}

// nameAll takes in the registries of all secrets that could answer, notes those
// that it skips, and reports whether there are some, and whether one has to be fixed.
func (p Program) nameAll(c *configuring, set secrets.Set) (isNoted, hasFaulty bool) {
	skip := func(format string, args ...any) {
		isNoted, hasFaulty = true, true
		p.note("skipped "+format, args...)
	}
	isOfOthers := func(secret secrets.Secret) bool { return secret.Kind == secrets.GitHubKind && !p.Helper.IsAtGitHub() }
	for _, secret := range set.All() {
		missing, misnamed := secret.Missing(), checkMisnamed(secret.Server.Host, secret.ServerVariable())
		switch {
		case secret.Server.Host == "", set.IsBare(secret):
			noted, isToFix := p.noteFaulty(secret)
			isNoted, hasFaulty = isNoted || noted, hasFaulty || isToFix
		case secret.HasNoCredential(): // another secret is for the registry
		case missing != nil:
			skip("%s, since %s", secret.Server, helper.AreNotSet(missing))
		case isOfOthers(secret) && c.ifPresent:
		case isOfOthers(secret):
			isNoted = true
			p.note("skipped %s, since GITHUB_TOKEN may be meant for other programs; to take it in: %s configure %s",
				secret.Server, helper.Name, secret.Server)
		case secret.Pattern != "":
			skip("%s, since clients look for each registry by its whole name: name those that you use as arguments, "+
				"or have Docker ask for all by --default and podman by credential-helpers in registries.conf", secret.Server)
		case misnamed != nil:
			skip("%s: %v", secret.Server, misnamed)
		case !secret.Server.IsImageHost():
			skip("%s, since clients take it for an image of Docker Hub", secret.Server)
		case secret.Server.Path != "":
			skip("%s, since Docker asks for whole registries only", secret.Server)
		default:
			c.registries = append(c.registries, secret.ServerText())
		}
	}
	return isNoted, hasFaulty
}

// keepPresent leaves out the registries that have no secret, notes what a secret that
// is meant for one of them lacks, and reports whether there is such to be fixed.
func (p Program) keepPresent(c *configuring, set secrets.Set) (hasFaulty bool) {
	var present []string
	for _, registry := range c.registries {
		server, _ := secrets.ParseServer(registry)
		server.Path = ""
		found, isPresent := set.Find(server)
		faulty, isFaulty := set.FindFaulty(server)
		switch {
		case isPresent && found.Missing() != nil:
			p.note("skipped %s, since %s", server, helper.AreNotSet(found.Missing()))
			hasFaulty = true
		case isPresent:
			present = append(present, registry)
		case isFaulty:
			_, isToFix := p.noteFaulty(faulty)
			hasFaulty = hasFaulty || isToFix
		case set.HasPathsAt(server.Host):
			p.noteUnanswered([]secrets.Server{server}, set)
		}
	}
	c.registries = present
	return hasFaulty
}

// noteFaulty notes a secret that names no registry, or has nothing of a credential, unless
// it is empty, and reports whether it has to be fixed: the job of a fork gets SERVER
// alone, and a variable without SERVER may be another program's.
func (p Program) noteFaulty(secret secrets.Secret) (isNoted, isToFix bool) {
	problem, fix := helper.ExplainServer(secret)
	switch {
	case secret.IsMalformed():
		p.note("skipped what %s holds: %s: %s", secret.ServerVariable(), problem, fix)
	case secret.Server.Host != "":
		p.note("skipped %s, since %s", secret.Server, helper.AreNotSet(secret.Missing()))
	case !secret.IsServerAlone():
		p.note("skipped a secret: %s: %s", problem, fix)
	default:
		return false, false
	}
	return true, secret.IsMalformed()
}

// checkMisnamed refuses a host that is certainly not a registry's. The variable is what
// holds it, empty for an argument.
func checkMisnamed(host, variable string) error {
	for _, f := range doctor.CheckLookalike(host, variable) {
		if f.Severity == doctor.Error {
			return fmt.Errorf("%s: %s", f.Message, f.Fix)
		}
	}
	return nil
}
