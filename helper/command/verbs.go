package command

import "github.com/docker-credential-secrets/docker-credential-secrets/helper"

const helpUsage = `Usage: ` + helper.Name + ` help [COMMAND]

Describes this program, or one of its commands.
`

const versionUsage = `Usage: ` + helper.Name + ` version

Prints the program's name and version.
`

const getUsage = `Usage: ` + helper.Name + ` get

Reads a registry's address from standard input and prints the credentials for
it as JSON. Docker runs this; to try it:

  echo mycompany.azurecr.io | ` + helper.Name + ` get

The answer holds the password. To look at a secret without showing it:
` + helper.Name + ` doctor
`

const storeUsage = `Usage: ` + helper.Name + ` store

Reads credentials as JSON from standard input, as docker login gives them, and
succeeds if the environment holds the same for that registry already. It stores
nothing.
`

const eraseUsage = `Usage: ` + helper.Name + ` erase

Reads a registry's address from standard input, as docker logout gives it, and
drops the cached token if that is an ECR registry. The environment stays.
`

const listUsage = `Usage: ` + helper.Name + ` list

Prints as JSON the registries that have secrets, each with its user name.
`

// usageOf returns the help on a command, on the protocol's verbs too.
func usageOf(topic string) (usage string, ok bool) {
	switch topic {
	case "help":
		return helpUsage, true
	case "version":
		return versionUsage, true
	case "get":
		return getUsage, true
	case "store":
		return storeUsage, true
	case "erase":
		return eraseUsage, true
	case "list":
		return listUsage, true
	}
	chosen, ok := find(topic)
	return chosen.usage, ok
}
