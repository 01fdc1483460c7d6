package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/doctor"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// updateTimeout bounds the attempts to change a file that others change too, and
// hangLimit all that waits for its file system.
const (
	updateTimeout = 10 * time.Second
	hangLimit     = 2 * updateTimeout
)

// A configuring is what configure was asked to do, and where.
type configuring struct {
	path string
	// dockerVariable is DOCKER_CONFIG if the path comes from it.
	dockerVariable string
	dryRun         bool
	// ifPresent leaves out registries without a secret, and has no error for that.
	ifPresent bool
	change    clientconfig.Change
	// registries are those of change.Keys, as they are spelled.
	registries []string
}

func (p Program) configureCommand() *cobra.Command {
	var c configuring
	var isForKubelet bool
	command := &cobra.Command{
		Use:   "configure [SERVER ...]",
		Short: "Name this helper in Docker's config.json for these registries",
		Long: `Names this helper in Docker's config.json, under credHelpers, for the
registries of the secrets in the environment, or for the given ones. Everything
else in the file stays as it is. It writes no credential, and shows what it
changes. The file is in DOCKER_CONFIG, else in ~/.docker; podman, skopeo and
buildah read an auth.json too.

Exit status: 0 done, or nothing to do; 1 it could not be done; 2 the arguments
are not understood.`,
		Example: `  ` + helper.Name + ` configure --dry-run
  ` + helper.Name + ` configure mycompany.azurecr.io
  ` + helper.Name + ` configure --config ~/.config/containers/auth.json`,
		GroupID:           typedGroup,
		ValidArgsFunction: p.completeRegistries,
		RunE: func(command *cobra.Command, names []string) error {
			switch {
			case command.Flags().Changed("config") && c.path == "":
				return usageError{errors.New("--config names no file")}
			case isForKubelet && (len(names) > 0 || command.Flags().NFlag() > 1):
				return usageError{errors.New("--kubelet is for all secrets, and changes nothing: give it alone")}
			case isForKubelet:
				return p.configureKubelet()
			}
			return p.configure(command.Context(), c, names)
		},
	}
	flags := command.Flags()
	flags.BoolVar(&c.dryRun, "dry-run", false, "show the change without making it")
	flags.BoolVar(&c.ifPresent, "if-present", false, "leave out what has no secret; if nothing has one, do nothing and succeed")
	flags.BoolVar(&c.change.Remove, "remove", false, "take it out, everywhere or for these registries; bring back what it replaced")
	flags.BoolVar(&c.change.Default, "default", false, "name it under credsStore, for every registry without another helper")
	flags.BoolVar(&c.change.Replace, "replace", false, "take the place of other helpers, whose logins are then not found")
	flags.StringVar(&c.path, "config", "", "change this `FILE` instead")
	flags.BoolVar(&isForKubelet, "kubelet", false, "print the configuration for a Kubernetes node's kubelet instead")
	return command
}

func (p Program) configure(ctx context.Context, c configuring, names []string) error {
	switch {
	case c.change.Default && len(names) > 0:
		return usageError{errors.New("--default is for every registry, so name none with it")}
	case c.change.Replace && c.change.Remove:
		return usageError{errors.New("--remove brings back what --replace replaced, so leave one of them out")}
	case c.ifPresent && (c.change.Default || c.change.Remove):
		return usageError{errors.New("--if-present is for registries that have a secret: leave --default and --remove out")}
	}
	set := helper.ReadSecrets(p.Helper.Environ)
	if err := cmp.Or(c.name(names, set), clientconfig.CheckTilde("--config", c.path)); err != nil {
		return usageError{err}
	}
	if !c.change.Remove && !c.change.Default {
		if err := p.choose(&c, set); err != nil || c.ifPresent && len(c.registries) == 0 {
			return err
		}
	}
	if c.path == "" {
		c.path = clientconfig.DockerPath(p.Helper.Getenv, p.home())
		c.dockerVariable = p.Helper.Getenv("DOCKER_CONFIG")
	}
	if c.path == "" {
		return errors.New("there is no home directory: set HOME or DOCKER_CONFIG, or give the file by --config")
	}
	if c.change.Default && clientconfig.IsPodmanFile(c.path) {
		return errors.New("podman, skopeo and buildah read no credsStore: leave --default out, and for all registries put " +
			`credential-helpers = ["` + clientconfig.HelperName + `", "containers-auth.json"] into registries.conf`)
	}
	for _, registry := range c.registries {
		c.change.Keys = append(c.change.Keys, clientconfig.Keys(c.path, registry)...)
	}
	return p.apply(ctx, c, set)
}

// apply makes the change, or shows it, and tells what came of it.
func (p Program) apply(ctx context.Context, c configuring, set secrets.Set) error {
	path, err := filepath.Abs(c.path)
	if err != nil {
		return err
	}
	update, ok := timelimit.Call(hangLimit, func() outcome { return c.update(ctx, path, p.Helper.Getenv("PATH")) })
	switch {
	case !ok:
		return fmt.Errorf("%s: no answer within %s from its file system: try again when that answers", path, hangLimit)
	case update.err != nil:
		return update.err
	}
	changes := clientconfig.Changes(update.before, update.after)
	if len(changes) == 0 {
		p.print("Nothing to do: " + escape.Text(path) + " is already up to date.\n")
	} else {
		p.print(escape.Text(path) + "\n")
	}
	for _, change := range changes {
		p.print("  " + escape.Text(change) + "\n")
	}
	if relative := clientconfig.RelativeDockerVariable(c.dockerVariable); relative != nil {
		p.note("%v", relative)
	}
	for _, program := range update.missing {
		p.note("clients can't start %s, which is named again, since it is in none of the directories of PATH", program)
	}
	if clientconfig.IsPodmanFile(path) && update.after.Remembers() {
		p.note("podman login and logout write this file without what --remove needs to bring back another helper")
	}
	if !c.change.Remove {
		p.noteUnanswered(c.servers(), set)
		p.noteLogins(c, update.after)
		if !update.isStarted {
			p.note("clients can't start this helper, since it is in none of the directories of PATH: see %s doctor", helper.Name)
		}
	}
	if update.hasPodman {
		p.notePodmanRemote(c, update.after)
	}
	for _, left := range update.leftovers {
		p.note("%s may hold what another program wrote to %s: compare them, then remove it", left, path)
	}
	switch {
	case len(changes) == 0:
	case c.dryRun:
		p.print("Nothing was changed: this is a dry run.\n")
	case c.change.Remove || !p.isRead(path):
		p.print("Changed.\n")
	default:
		p.print("Changed. To check it: " + helper.Name + " doctor\n")
	}
	return nil
}

// isRead reports whether doctor, as clients, looks at the file at path.
func (p Program) isRead(path string) bool {
	paths := append(clientconfig.PodmanPaths(p.Helper.Getenv, p.home()), clientconfig.DockerPath(p.Helper.Getenv, p.home()))
	return slices.ContainsFunc(paths, func(read string) bool {
		read, err := filepath.Abs(read)
		return err == nil && read == path
	})
}

// An outcome is what became of a file, and what earlier runs left beside it.
type outcome struct {
	before, after clientconfig.Document
	leftovers     []string
	isStarted     bool     // by clients: this helper is on PATH
	hasPodman     bool     // podman is too
	missing       []string // programs that are named again and not on PATH
	err           error
}

func (c configuring) update(ctx context.Context, path, programs string) (o outcome) {
	ctx, cancel := context.WithTimeout(ctx, updateTimeout)
	defer cancel()
	if err := clientconfig.CheckDockerVariable(c.dockerVariable); err != nil {
		return outcome{err: err}
	}
	if c.dryRun {
		o.before, o.after, o.err = clientconfig.PreviewFile(path, c.change.Apply)
	} else {
		o.before, o.after, o.err = clientconfig.UpdateFile(ctx, path, c.change.Apply)
	}
	if o.err == nil {
		o.leftovers = clientconfig.Leftovers(path)
		o.isStarted = doctor.LookPath(programs, helper.Name) != ""
		o.hasPodman = doctor.LookPath(programs, "podman") != ""
		o.missing = slices.DeleteFunc(clientconfig.Restored(o.before, o.after), func(program string) bool {
			return doctor.LookPath(programs, program) != ""
		})
	}
	return o
}
