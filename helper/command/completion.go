package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "Print a script that completes these commands in a shell",
		Long: `Prints a script that completes this program's commands, flags and registries
in a shell. The examples load it for the session. The script for bash needs the
package bash-completion.`,
		Example: `  bash        source <(` + helper.Name + ` completion bash)
  zsh         source <(` + helper.Name + ` completion zsh)
  fish        ` + helper.Name + ` completion fish | source
  PowerShell  ` + helper.Name + ` completion powershell | Out-String | Invoke-Expression`,
		GroupID: typedGroup,

		DisableFlagsInUseLine: true,

		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args: func(command *cobra.Command, args []string) error {
			shells := strings.Join(command.ValidArgs, ", ")
			if len(args) != 1 {
				return usageError{fmt.Errorf("name one shell of %s", shells)}
			}
			if !slices.Contains(command.ValidArgs, args[0]) {
				return usageError{fmt.Errorf("%q is none of %s", args[0], shells)}
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			root, out := command.Root(), command.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			}
			return root.GenPowerShellCompletionWithDesc(out)
		},
	}
}

// completeRegistries offers the registries of all secrets. A shell that
// completes one puts it on the command line, so what could be more than a word
// there is skipped.
func (p Program) completeRegistries(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	for _, secret := range helper.ReadSecrets(p.Helper.Environ).All() {
		if name := secret.Server.String(); name != "" && strings.HasPrefix(name, typed) && !strings.ContainsFunc(name, isSpecial) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), cobra.ShellCompDirectiveNoFileComp
}

// isSpecial reports whether no registry's or repository's name needs the character.
func isSpecial(r rune) bool {
	isAlphanumeric := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return !isAlphanumeric && !strings.ContainsRune(".-_:/[]", r)
}
