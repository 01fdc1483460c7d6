package helper

const usageLine = "Usage: " + Name + " <configure|doctor|completion|get|store|erase|list|version|help>"

const helpText = usageLine + `

A Docker credential helper that answers from secrets in the environment, three
variables a registry, under any prefix:

  ACR_CONTAINER_REGISTRY_SERVER=mycompany.azurecr.io
  ACR_CONTAINER_REGISTRY_USER=acr-user
  ACR_CONTAINER_REGISTRY_PASSWORD=...

Name it for the registry in Docker's config.json:

  {"credHelpers": {"mycompany.azurecr.io": "secrets"}}

For an Amazon ECR server USER and PASSWORD may be an access key ID and its
secret access key, which are exchanged for a token when it is needed.

Commands:
  configure   name this helper in Docker's config.json for these registries
  doctor      see what is set, what to fix, and whether each registry accepts it
  completion  complete these commands in bash, zsh or fish
For more on one of these: "help" and its name.

Commands for Docker (server and credentials are read from standard input):
  get      print the credentials for a server
  store    succeed if the environment holds these credentials already
  erase    drop the cached token of an ECR server
  list     print the servers that have secrets
  version  print the version

DOCKER_CREDENTIAL_SECRETS_DEBUG=1 explains each decision on standard error.
https://github.com/docker-credential-secrets/docker-credential-secrets`
