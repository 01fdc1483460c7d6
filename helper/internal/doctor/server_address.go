package doctor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// checkServer looks at the registry that the subject's secret names, or should
// name.
func (w world) checkServer(s subject) []Finding {
	secret := s.secret
	switch {
	case secret.IsMalformed():
		return checkMalformed(secret)
	case s.server.Host == "" && isEmpty(secret):
		f := newFinding(codeEmpty, "all of its variables are empty", "set them, or unset them")
		f.More = whereEmpty(secret)
		return []Finding{f}
	case s.server.Host == "" && slices.ContainsFunc(secret.Variables(), isMeantForServer):
		return nil // checkNames says which name is wrong
	case s.server.Host == "" && slices.ContainsFunc(secret.Variables(), isRead):
		problem, fix := helper.ExplainServer(secret)
		return []Finding{newFinding(codeIncomplete, problem, fix)}
	case secret.Server.Host == "":
		return nil
	case s.isAnswering:
		return w.checkAddress(secret)
	}
	best, _ := w.set.Find(s.server)
	if best.Kind == secrets.GitHubKind {
		return append(w.checkAddress(secret), newFinding(codeIncomplete, helper.AreNotSet(secret.Missing())+
			", so GITHUB_TOKEN answers for "+s.server.String(), "set them, or unset "+secret.ServerVariable()).as(Warning))
	}
	// Nobody misses one that has nothing of its own: a dev container's, where that of a
	// codespace answers.
	if secret.Source() == secrets.AmbientSource {
		return nil
	}
	return append(w.checkAddress(secret), newFinding(codeOutranked,
		"not used: "+best.ServerVariable()+" names the same registry and comes first, being complete or first by its name",
		"unset one of the two"))
}

// checkAddress looks at the address of the registry that a secret names.
func (w world) checkAddress(secret secrets.Secret) []Finding {
	name, host := secret.ServerVariable(), secret.Server.Host
	if !secret.Server.IsImageHost() {
		return []Finding{newFinding(codeServerInvalid,
			name+" names no registry: Docker takes "+secret.Server.String()+" for an image of Docker Hub",
			"set it to the registry's whole name, as mycompany.azurecr.io or registry:5000; that of Docker Hub is docker.io")}
	}
	found := CheckLookalike(host, name)
	if isNoRegistry(found) {
		return found
	}
	if isPlain(secret) {
		found = append(found, plainHTTP(host, name))
	}
	if secret.Server.Path != "" && w.Provider == nil { // kubelet asks for images
		f := newFinding(codePathScoped,
			"Docker asks for whole registries and never for a part of one; crane, ko and cosign do, where credsStore names this helper",
			"if the secret is good for the whole registry, take the path off "+name+", which leaves "+host)
		if _, isECR := ecr.ParseRegistry(host); isECR { // of which a part would say whose it is
			f.Fix = "take the path off " + name + ": keys of AWS are good for the whole registry"
		}
		_, isWhole := w.set.Find(secrets.Server{Host: host})
		if isWhole || w.clients.docker.document.Store() == clientconfig.HelperName {
			f = f.as(Warning)
		}
		found = append(found, f)
	}
	return found
}

// isNoRegistry reports whether what was found is that a name is of no registry, so
// that nobody asks for it, and nobody is asked.
func isNoRegistry(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool {
		isOfName := f.Code == codeServerInvalid.word() || f.Code == codeDockerHubName.word() || f.Code == codeNearECR.word()
		return isOfName && f.isError()
	})
}

// CheckLookalike reports a host that is not a registry's, but seems to be: a web site
// of one, or nearly the name of an ECR registry. The name is of the variable that holds
// it, empty for an argument.
func CheckLookalike(host, name string) []Finding {
	nearMiss, registry := ecr.NearMiss(host), registryOfSite(host)
	switch {
	case nearMiss != "":
		return []Finding{newFinding(codeNearECR, nearMiss, "correct "+cmp.Or(name, "it"))}
	case registry != "":
		return []Finding{newFinding(codeServerInvalid, host+" is a web site, and no registry", setTo(name, registry))}
	case host == "registry.hub.docker.com":
		return []Finding{newFinding(codeDockerHubName,
			"Docker asks for "+host+" only where an image's name begins with it, and for Docker Hub's other images asks for docker.io",
			setTo(name, "docker.io")).as(Warning)}
	case host == "docker.com", strings.HasSuffix(host, ".docker.com"), strings.HasSuffix(host, ".docker.io"):
		return []Finding{newFinding(codeDockerHubName, "Docker never asks for "+host, "for Docker Hub, "+setTo(name, "docker.io"))}
	}
	return nil
}

// setTo says how to name another registry: by the variable, or by an argument.
func setTo(variable, registry string) string {
	if variable == "" {
		return "name " + registry
	}
	return "set " + variable + " to " + registry
}

// isPlain reports whether the secret's owner wants a registry that is not on
// this machine to be asked without TLS.
func isPlain(secret secrets.Secret) bool {
	host := secret.Server.Host
	return strings.HasPrefix(ascii.Lower(secret.ServerText()), "http://") && host != "" && !registryapi.IsLoopback(host)
}

// plainHTTP is about a registry that is, or may be, without TLS
// (https://docs.docker.com/reference/cli/dockerd/, "Insecure registries").
func plainHTTP(host, variable string) Finding {
	return newFinding(codePlainHTTP, "Docker refuses plain http to "+host+
		`, unless the engine's "insecure-registries" name it; then the password crosses the network unencrypted`,
		"give the registry a certificate and write "+variable+
			` without http://, or name it in "insecure-registries" of the daemon.json`)
}

// checkMalformed says why a SERVER can't name a registry. The value may be
// a secret in the wrong place, so it is not shown.
func checkMalformed(secret secrets.Secret) []Finding {
	name, text := secret.ServerVariable(), secret.ServerText()
	problem, fix := helper.ExplainServer(secret)
	scheme, _, hasScheme := strings.Cut(ascii.Lower(text), "://")
	switch {
	case secret.Misplaced() != nil:
		return []Finding{newFinding(codeLooksLikePassword, problem+", so what "+name+" holds is neither shown nor asked", fix)}
	case isQuoted(text):
		problem, fix = name+" is in quotation marks, which count as a part of it", withoutQuotes
	case isPlaceholder(text):
		problem, fix = name+" is a placeholder that no program has replaced by the value", "set it to the registry itself"
	case hasComment(text):
		problem, fix = name+" ends with a comment, which counts as a part of it", "put the comment on a line of its own"
	case secret.Pattern != "":
	case strings.ContainsAny(text, " ,;"):
		problem, fix = name+" names more than one registry, or has spaces in it", oneEach
	case strings.HasSuffix(strings.TrimRight(text, "/"), "."):
		problem, fix = name+" ends with a dot, which is no part of a registry's name", "set it without"
	case hasScheme && scheme != "https" && scheme != "http":
		problem, fix = name+" begins with a scheme that is none of registries", "set it to the host alone"
	}
	return []Finding{newFinding(codeServerInvalid, problem, fix)}
}

const oneEach = "name each registry in a secret of its own"
