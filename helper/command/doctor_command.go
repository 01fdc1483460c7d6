package command

import (
	"context"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/doctor"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
)

func (p Program) doctorCommand() *cobra.Command {
	var asJSON, verbose bool
	var kubeletFile string
	var d doctor.Doctor
	command := &cobra.Command{
		Use:   "doctor [SERVER or IMAGE ...]",
		Short: "See what is set, what to fix, and whether each registry accepts it",
		Long: `Looks at every secret in the environment, or at those of the given registries
and images: which variables are set, what kind of secret they make, whether
Docker asks this helper for the registry, and whether the registry accepts the
credential, by the login that docker login does. For an image it also reads the
manifest. Each error comes with its fix. What is well is a line, and errors come
last. No value of a secret is ever shown, and nothing but hosts, images, paths
and prefixes that says who you are. Ctrl-C ends the waiting, and writes what is
known by then.

Exit status: 0 no errors (there may be warnings), 1 an error was found, 2 the
arguments are not understood.`,
		Example: `  ` + helper.Name + ` doctor
  ` + helper.Name + ` doctor --offline mycompany.azurecr.io
  ` + helper.Name + ` doctor mycompany.azurecr.io/team/app:1`,
		GroupID:           typedGroup,
		ValidArgsFunction: p.completeRegistries,
		RunE: func(command *cobra.Command, names []string) error {
			ctx, stop := p.UntilInterrupt(command.Context())
			defer stop()
			context.AfterFunc(ctx, stop) // a second interrupt ends the program
			style := doctor.StyleOf(p.TerminalWidth, p.Helper.Getenv)
			style.Verbose = verbose
			if command.Flags().Changed("kubelet") {
				var err error
				if d.Provider, err = p.findProvider(kubeletFile); err != nil {
					return err
				}
			}
			return p.doctor(ctx, d, names, asJSON, style)
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "write the report as JSON")
	command.Flags().BoolVar(&verbose, "verbose", false, "write what is well in full too, not on one line")
	command.Flags().StringVar(&kubeletFile, "kubelet", "", "look at this `FILE` of a node's kubelet instead of Docker's files")
	command.Flags().BoolVar(&d.Full, "full", false, "show AWS accounts and users, the home directory and exact lengths")
	command.Flags().BoolVar(&d.Offline, "offline", false, "ask neither AWS nor any registry")
	return command
}

func (p Program) doctor(ctx context.Context, d doctor.Doctor, names []string, asJSON bool, style doctor.Style) error {
	executable, err := p.Executable()
	if err != nil {
		executable = ""
	}
	d.Helper, d.Home, d.Executable, d.Exchange = p.Helper, p.home(), executable, p.Exchange
	d.Registries = registryapi.Client{CertsDir: registryapi.DaemonCertsDir(runtime.GOOS, p.Helper.Getenv), Proxy: p.Proxy}
	if d.Provider != nil {
		d.Helper.Environ = p.nodeEnviron(d.Provider)
	}
	var report doctor.Report
	if asJSON {
		report, err = d.Examine(ctx, names)
	} else {
		report, err = d.Show(ctx, names, p.Helper.Stdout, style)
	}
	switch {
	case err != nil:
		return usageError{err}
	case asJSON:
		err = report.WriteJSON(p.Helper.Stdout)
	}
	if err == nil && !report.OK {
		return errShown
	}
	return err
}
