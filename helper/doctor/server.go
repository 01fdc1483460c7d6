package doctor

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// serverFindings looks at the registry that a secret names.
func serverFindings(secret secrets.Secret) []Finding {
	var found []Finding
	name, host := secret.ServerVariable(), secret.Server.Host
	if text := secret.ServerText(); strings.HasPrefix(strings.ToLower(text), "http://") && !isLoopback(host) {
		found = append(found, doubtful("plain-http", "the password goes to "+host+" unencrypted, and Docker refuses that unless its daemon is told otherwise",
			`give the registry a certificate, or name it in "insecure-registries" of the daemon.json`))
	}
	if secret.Server.Path != "" {
		found = append(found, doubtful("path-scoped", "Docker asks for whole registries and never for a part of one; crane, ko and cosign do, where credsStore names this helper",
			"if the secret is good for the whole registry, set "+name+" to "+host))
	}
	if isHubLookalike(host) {
		found = append(found, wrong("docker-hub-name", "Docker never asks for "+host, "for Docker Hub, set "+name+" to docker.io"))
	}
	if problem := nearECR(host); problem != "" {
		found = append(found, wrong("near-ecr", "this is nearly the name of an ECR registry, but "+problem, "correct "+name))
	}
	return found
}

// malformedFindings says why a SERVER can't name a registry. The value may be
// a secret in the wrong place, so it is not shown.
func malformedFindings(secret secrets.Secret) []Finding {
	name, text := secret.ServerVariable(), secret.ServerText()
	problem, fix := "is no registry server", "write it as host, host:port or host/path"
	switch {
	case isQuoted(text):
		problem, fix = "is in quotation marks, which count as a part of it", "set it without; --env-file and Dockerfiles take quotation marks as they are"
	case strings.Contains(text, "*"):
		problem, fix = "has a wildcard, and a secret answers for one registry only", "name each registry in a secret of its own"
	case strings.ContainsAny(text, " ,;"):
		problem, fix = "names more than one registry, or has blanks in it", "name each registry in a secret of its own"
	}
	return []Finding{wrong("server-invalid", name+" "+problem, fix)}
}

// isHubLookalike knows the web sites that people take for Docker Hub's
// registry.
func isHubLookalike(host string) bool {
	return host == "docker.com" || strings.HasSuffix(host, ".docker.com") || strings.HasSuffix(host, ".docker.io")
}

// nearECR says what keeps a host that looks like an ECR registry's from being
// one, or nothing.
func nearECR(host string) string {
	name, _, hasPort := strings.Cut(host, ":")
	if _, ok := ecr.ParseRegistry(host); ok || !looksLikeECR(name) {
		return ""
	}
	if _, ok := ecr.ParseRegistry(name); ok && hasPort {
		return "has a port"
	}
	account, rest, _ := strings.Cut(name, ".")
	digits := strings.Trim(account, "0123456789") == ""
	switch {
	case account == "ecr" || account == "api":
		return "it is that of the AWS API: a registry is named 123456789012.dkr.ecr.us-east-1.amazonaws.com"
	case !digits || account == "dkr":
		return "it does not begin with the AWS account's 12 digits"
	case len(account) != 12:
		return fmt.Sprintf("an AWS account has 12 digits, and this one %d", len(account))
	case strings.HasPrefix(rest, "dkr.ecr.amazonaws.") || strings.HasPrefix(rest, "dkr-ecr.on."):
		return "the region is missing, as in " + account + ".dkr.ecr.us-east-1.amazonaws.com"
	case !strings.HasPrefix(rest, "dkr.ecr") && !strings.HasPrefix(rest, "dkr-ecr"):
		return `behind the account comes ".dkr.ecr."`
	}
	return "the region, or what follows it, is none of AWS"
}

func looksLikeECR(host string) bool {
	isAmazon := strings.Contains(host, "amazonaws") || strings.Contains(host, ".on.aws") || strings.Contains(host, "ecr.aws")
	hasECR := strings.Contains(host, "ecr")
	return isAmazon && hasECR || strings.Contains(host, ".dkr.ecr") || strings.Contains(host, ".dkr-ecr")
}

// isLoopback reports whether a host, with or without port, is this machine.
func isLoopback(host string) bool {
	name := host
	if colon := strings.LastIndexByte(host, ':'); colon > strings.LastIndexByte(host, ']') {
		name = host[:colon]
	}
	address, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return name == "localhost" || err == nil && address.IsLoopback()
}
