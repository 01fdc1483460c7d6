package helper

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// ExplainServer says why the SERVER of a secret names no registry, and what to
// do. It shows no value: that of SERVER may be a password.
func ExplainServer(secret secrets.Secret) (cause, next string) {
	name, misplaced := secret.ServerVariable(), secret.Misplaced()
	setServer := "set " + name + " to the registry, as in mycompany.azurecr.io"
	near := ecr.NearMiss(secret.Pattern)
	switch {
	case !secret.Has(secrets.ServerField):
		return name + " is not set", setServer
	case near != "":
		return name + " has a *, and " + near, "write it as *.dkr.ecr.eu-west-1.amazonaws.com or *.dkr.ecr.*.amazonaws.com"
	case secret.Pattern != "":
		return name + " has a *, which only the name of an ECR registry may have, for the account, the region or both",
			"name each registry in a secret of its own; those of ECR may be *.dkr.ecr.eu-west-1.amazonaws.com"
	case len(misplaced) == 0 && strings.Contains(secret.ServerText(), "@"):
		return name + " has a user name in it, as user@host",
			"write the host alone, and the user name and password in their own variables"
	case len(misplaced) == 0:
		return name + " is not a registry address", "write it as host, host:port or host/path, without quotes"
	case len(misplaced) == 1:
		return name + " looks like a password or token", setServer
	}
	return strings.Join(misplaced, " and ") + " seem to be swapped", setServer + ", and check the secret's other values"
}

// incomplete words what a secret lacks.
func (k keychain) incomplete(secret secrets.Secret) error {
	missing := secret.Missing()
	cause, next := AreNotSet(missing), "set "+it(missing)+", or unset "+secret.ServerVariable()
	if field := fieldOfECR(secret); field != "" && secret.Kind != secrets.ECRKind {
		cause, next = field+" is for ECR alone", "correct "+secret.ServerVariable()+", or set a user name and password of this registry"
	}
	if near := ecr.NearMiss(secret.Server.Host); near != "" {
		cause, next = cause+", and "+near, "correct "+secret.ServerVariable()
	}
	if k.secrets.ShutsOutGitHubToken(secret) {
		cause += ", which keeps GITHUB_TOKEN from answering for " + secret.Server.String() + " too"
	}
	return problem(secret.Server, cause, next)
}

// AreNotSet says that one or more variables are not set.
func AreNotSet(variables []string) string {
	if len(variables) == 1 {
		return variables[0] + " is not set"
	}
	return strings.Join(variables, " and ") + " are not set"
}

func it(variables []string) string {
	if len(variables) == 1 {
		return "it"
	}
	return "them"
}
