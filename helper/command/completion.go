package command

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
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
	return wellStatus
}

// registries returns the registries of all secrets, one a line.
func registries(environ []string) string {
	var names []string
	for _, secret := range secrets.FromEnviron(environ).All() {
		names = append(names, secret.Server.String()+"\n")
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), "")
}
