package command

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

const completionUsage = `Usage: ` + helper.Name + ` completion bash|zsh|fish|registries

Prints a script that completes this program's commands, flags and registries
in a shell. To load it for this session:

  bash  source <(` + helper.Name + ` completion bash)
  zsh   source <(` + helper.Name + ` completion zsh)
  fish  ` + helper.Name + ` completion fish | source

With registries it prints those of the secrets in the environment, one a line.
`

//go:embed completion.bash
var bashCompletion string

//go:embed completion.zsh
var zshCompletion string

//go:embed completion.fish
var fishCompletion string

func (p Program) completion(_ context.Context, args []string) int {
	flags := flag.NewFlagSet("completion", flag.ContinueOnError)
	shells, status, ok := p.parse(flags, completionUsage, args)
	if !ok {
		return status
	}
	if len(shells) != 1 {
		return p.misused("completion", errors.New("name one of bash, zsh and fish"))
	}
	switch shells[0] {
	case "bash":
		p.print(bashCompletion)
	case "zsh":
		p.print(zshCompletion)
	case "fish":
		p.print(fishCompletion)
	case "registries":
		p.print(registries(p.Helper.Environ))
	default:
		return p.misused("completion", errors.New("the shell is none of bash, zsh and fish"))
	}
	return exitOK
}

// registries returns the registries of all secrets, one a line. A shell that
// completes one puts it on the command line, so what could be more than a word
// there is left out.
func registries(environ []string) string {
	var names []string
	for _, secret := range helper.ReadSecrets(environ).All() {
		if name := secret.Server.String(); name != "" && strings.IndexFunc(name, isSpecial) < 0 {
			names = append(names, name+"\n")
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "")
}

// isSpecial reports whether no registry's or repository's name needs the character.
func isSpecial(r rune) bool {
	isAlphanumeric := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	return !isAlphanumeric && !strings.ContainsRune(".-_:/[]", r)
}
