// Package doctor examines what stands between the secrets in an environment
// and a working pull: the variables, Docker's configuration, this program's
// place on PATH, and each registry, by the login that docker login does.
//
// An examination reads the world once. Then it runs one list of checks for each
// secret and one for the machine, each a function that returns findings in the
// order of the report; the table of codes has all that they may find.
//
// Whatever it finds comes with the command or the variable that fixes it. It
// shows names, lengths and times, but never a value of a secret, except the
// registry's name. Credentials go to the registries that the secrets name, by the
// rules of package registryapi. It changes nothing but the token cache, which it
// fills as a pull would.
package doctor

import (
	"context"
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/kubeletconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
)

// A Doctor is what an examination takes from the process.
type Doctor struct {
	// Helper answers as it does for a client, from the environment that is
	// examined. Its standard streams are not used.
	Helper helper.Program
	// Home is the user's home directory, empty if there is none.
	Home string
	// Executable is the path of this program, empty if it isn't known.
	Executable string
	// Registries asks registries.
	Registries registryapi.Client
	// Exchange asks AWS for a token (exchange.Exchanger.Token).
	Exchange func(ctx context.Context, entry *ecr.Entry) (ecr.Token, error)
	// Provider is how kubelet starts this helper; nil where Docker and others do. The
	// helper's environment is then the one that kubelet gives.
	Provider *kubeletconfig.Provider
	// Full tells what a report for everybody leaves out.
	Full bool
	// Offline skips all that needs a network.
	Offline bool
}

// Examine looks at every secret, or at the registries and images alone that are
// named. It waits for each registry no longer than an exchange and a login may
// take; when ctx ends, it reports what is known by then. The error is about a name
// that is neither.
func (d Doctor) Examine(ctx context.Context, names []string) (Report, error) {
	return d.examine(ctx, names, new(progress))
}

func (d Doctor) examine(ctx context.Context, names []string, p *progress) (Report, error) {
	w := d.readWorld()
	subjects, err := subjects(w.set, names)
	if err != nil {
		return Report{}, err
	}
	w.askAll(ctx, subjects, p)
	report := Report{Schema: schema, Version: d.Helper.Version, Registries: []Registry{}, Findings: []Finding{}}
	for _, s := range subjects {
		report.Registries = append(report.Registries, s.report)
	}
	if len(names) == 0 {
		report.Findings = append(report.Findings, w.checkEnvironment(subjects)...)
	}
	report.Findings = append(report.Findings, w.checkMachine(subjects)...)
	w.shorten.findings(report.Findings)
	report.OK = report.count(Error) == 0
	return report, nil
}

// checkSecret is the list of checks of one secret that ask nobody.
func (w world) checkSecret(s subject) []Finding {
	return slices.Concat(
		w.prefixes[s.secret.Prefix],
		w.checkNames(s.secret),
		w.checkValues(s.secret),
		w.checkServer(s),
		w.checkClients(s),
	)
}

// checkEnvironment is the list of checks of all secrets together.
func (w world) checkEnvironment(subjects []subject) []Finding {
	found := slices.Concat(
		w.checkStrayNames(),
		w.checkNoSecrets(subjects),
		w.checkCache(subjects),
	)
	if w.Provider != nil {
		return append(found, w.checkProvider(subjects)...)
	}
	return slices.Concat(found, w.clients.checkUnnamed(w.set), w.clients.checkStoreOnly(subjects),
		w.checkWhomItHurts(subjects))
}

// checkClients is the list of checks of what Docker and others have for a registry.
func (w world) checkClients(s subject) []Finding {
	if w.Provider != nil || w.isUnused(s) {
		return nil // kubelet reads none of it
	}
	return w.clients.checkRegistry(s)
}

// checkMachine is the list of checks of what no secret changes.
func (w world) checkMachine(subjects []subject) []Finding {
	found := slices.Concat(checkSettings(w.Helper.CheckSettings()), checkGitHubServer(w.set))
	if w.Provider != nil {
		return found
	}
	return slices.Concat(found,
		w.clients.checkFiles(subjects, w.Helper.IsAtGitHub()),
		w.clients.helperFindings,
	)
}
