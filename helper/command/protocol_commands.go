package command

import (
	"errors"

	"github.com/docker/docker-credential-helpers/credentials"
	"github.com/spf13/cobra"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
)

// protocolCommands returns what help and completion say of the verbs that
// clients use. They are answered elsewhere, before this package is ready; here
// they come with arguments only, which they don't take.
func protocolCommands() []*cobra.Command {
	commands := []*cobra.Command{
		{
			Use:   credentials.ActionGet,
			Short: "Print the credentials for a server",
			Long: `Reads a registry's address from standard input and prints the credentials for
it as JSON. The answer holds the password; ` + helper.Name + ` doctor
looks at a secret without showing it.`,
			Example: `  echo mycompany.azurecr.io | ` + helper.Name + ` get`,
		},
		{
			Use:   credentials.ActionStore,
			Short: "Succeed if the environment holds these credentials already",
			Long: `Reads credentials as JSON from standard input, as docker login gives them, and
succeeds if the environment holds the same for that registry already. It stores
nothing.`,
		},
		{
			Use:   credentials.ActionErase,
			Short: "Drop the cached token of an ECR server",
			Long: `Reads a registry's address from standard input, as docker logout gives it, and
drops the cached token if that is an ECR registry. The environment stays.`,
		},
		{
			Use:   credentials.ActionList,
			Short: "Print the servers that have secrets",
			Long:  `Prints as JSON the registries that have secrets, each with its user name.`,
		},
		{
			Use:   kubelet.Verb,
			Short: "Answer a Kubernetes node's kubelet for an image",
			Long: `Reads the request of a kubelet's image credential provider from standard input
and prints the response. Kubelet starts it so where args of the provider's
configuration is [kubelet].`,
		},
	}
	for _, command := range commands {
		command.GroupID, command.DisableFlagsInUseLine = protocolGroup, true
		command.RunE = func(*cobra.Command, []string) error {
			if command.Name() == credentials.ActionList {
				return usageError{errors.New("it takes no arguments")}
			}
			return usageError{errors.New("it takes no arguments, only standard input")}
		}
	}
	return commands
}
