package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// The groups of the commands in the help.
const (
	typedGroup    = "typed"
	protocolGroup = "protocol"
)

// Commands returns the program's command, with all others below it.
func (p Program) Commands() *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:   helper.Name,
		Short: "Docker credential helper for passwords in environment variables",
		Long: `A Docker credential helper for passwords in environment variables: three of
them, under any prefix, hold a registry's server, user and password. For Amazon
ECR, user and password may be an access key ID and its secret access key, which
are exchanged for a token when one is needed.

DOCKER_CREDENTIAL_SECRETS_DEBUG=1 explains each decision on standard error.
https://github.com/docker-credential-secrets/docker-credential-secrets`,
		Example: `  export ACR_CONTAINER_REGISTRY_SERVER=mycompany.azurecr.io
  export ACR_CONTAINER_REGISTRY_USER=acr-user
  export ACR_CONTAINER_REGISTRY_PASSWORD=...
  ` + helper.Name + ` configure
  ` + helper.Name + ` doctor`,
		Args: noUnknownCommand,
		RunE: func(root *cobra.Command, _ []string) error {
			if version {
				return p.printVersion()
			}
			p.print(root.UsageString())
			return errShown
		},
		SilenceErrors:              true,
		SilenceUsage:               true,
		DisableAutoGenTag:          true,
		CompletionOptions:          cobra.CompletionOptions{DisableDefaultCmd: true},
		SuggestionsMinimumDistance: 2, // as cobra has it where it words the error
	}
	root.Flags().BoolVarP(&version, "version", "v", false, "print the version")
	root.SetOut(p.Helper.Stdout)
	root.SetErr(p.Helper.Stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddGroup(
		&cobra.Group{ID: typedGroup, Title: "Commands:"},
		&cobra.Group{ID: protocolGroup, Title: "Commands for clients (input is read from standard input):"},
	)
	root.AddCommand(p.configureCommand(), p.doctorCommand(), completionCommand(), p.versionCommand())
	root.AddCommand(protocolCommands()...)
	root.SetHelpCommandGroupID(typedGroup)
	root.InitDefaultHelpCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Use, help.DisableFlagsInUseLine = "help [COMMAND]", true
		help.Short, help.Long = "Describe this program, or one of its commands", ""
		help.Args = noUnknownTopic
	}
	return root
}

func (p Program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the program's name and version",
		GroupID: typedGroup,
		Args:    noArguments,
		RunE:    func(*cobra.Command, []string) error { return p.printVersion() },

		DisableFlagsInUseLine: true,
	}
}

func (p Program) printVersion() error {
	p.print(helper.Name + " " + p.Helper.Version + "\n")
	return nil
}

// noUnknownCommand refuses what is left for the root: no command is named so.
func noUnknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if command, _, err := root.Find(args[:1]); err == nil && command != root {
		return usageError{fmt.Errorf("no command may be behind --, as %q", args[0])}
	}
	hint := ""
	if meant := meantCommands(root, args[0]); len(meant) > 0 && args[0] != "" {
		hint = " (did you mean " + strings.Join(meant, " or ") + "?)"
	}
	return usageError{fmt.Errorf("unknown command %q%s", args[0], hint)}
}

// meantCommands returns the commands that are nearly spelled so, or that do what other
// programs have a command of this name for.
func meantCommands(root *cobra.Command, typed string) []string {
	switch ascii.Lower(typed) {
	case "login", "pull", "push":
		return []string{"configure, after which clients log in by themselves"}
	case "logout", "uninstall", "remove", "unconfigure", "disable":
		return []string{"configure --remove"}
	case "setup", "install", "init", "enable", "add":
		return []string{"configure"}
	case "check", "status", "test", "verify", "diagnose":
		return []string{"doctor"}
	}
	return root.SuggestionsFor(typed)
}

func noUnknownTopic(help *cobra.Command, topic []string) error {
	_, rest, err := help.Root().Find(topic)
	if err != nil || len(rest) > 0 {
		return usageError{fmt.Errorf("there is no help on %q, only on the commands", strings.Join(topic, " "))}
	}
	return nil
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("unexpected argument %q", args[0])}
	}
	return nil
}
