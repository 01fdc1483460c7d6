package command

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/doctor"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// certsDir is where the Docker daemon looks for certificates of registries.
const certsDir = "/etc/docker/certs.d"

func (p Program) doctorCommand() *cobra.Command {
	var asJSON, offline bool
	command := &cobra.Command{
		Use:   "doctor [SERVER or IMAGE ...]",
		Short: "See what is set, what to fix, and whether each registry accepts it",
		Long: `Looks at every secret in the environment, or at those of the given registries
and images: which variables are set, what kind of secret they make, whether
Docker asks this helper for the registry, and whether the registry accepts the
credential, by the login that docker login does. For an image it also reads the
manifest. Each error comes with its fix. No value of a secret is ever shown.

Exit status: 0 no errors (there may be warnings), 1 an error was found, 2 the
arguments are not understood.`,
		Example: `  ` + helper.Name + ` doctor
  ` + helper.Name + ` doctor --offline mycompany.azurecr.io
  ` + helper.Name + ` doctor mycompany.azurecr.io/team/app:1`,
		GroupID:           typedGroup,
		ValidArgsFunction: p.completeRegistries,
		RunE: func(command *cobra.Command, names []string) error {
			return p.doctor(command.Context(), names, asJSON, offline)
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "write the report as JSON")
	command.Flags().BoolVar(&offline, "offline", false, "ask neither AWS nor any registry")
	return command
}

func (p Program) doctor(ctx context.Context, names []string, asJSON, offline bool) error {
	targets, err := parseTargets(names, helper.ReadSecrets(p.Helper.Environ))
	if err != nil {
		return usageError{err}
	}
	executable, err := p.Executable()
	if err != nil {
		executable = ""
	}
	d := doctor.Doctor{
		Helper:     p.Helper,
		Home:       p.home(),
		Executable: executable,
		CertsDir:   certsDir,
		Proxy:      p.Proxy,
		Exchange:   p.Exchange,
		Explain:    p.Explain,
		Offline:    offline,
	}
	if !asJSON {
		return verdict(d.Show(ctx, targets, p.Helper.Stdout, doctor.StyleOf(p.TerminalWidth, p.Helper.Getenv)))
	}
	report := d.Examine(ctx, targets)
	if err := report.WriteJSON(p.Helper.Stdout); err != nil {
		return err
	}
	return verdict(report)
}

func parseTargets(names []string, set secrets.Set) ([]doctor.Target, error) {
	var targets []doctor.Target
	for _, name := range names {
		target, err := doctor.ParseTarget(name, set)
		if err != nil {
			return nil, fmt.Errorf("%q %v", name, err)
		}
		targets = append(targets, target)
	}
	return targets, nil
}

func verdict(report doctor.Report) error {
	if report.OK {
		return nil
	}
	return errShown
}
