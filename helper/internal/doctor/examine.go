// Package doctor examines what stands between the secrets in an environment
// and a working pull: the variables, Docker's configuration, this program's
// place on PATH, and each registry, by the login that docker login does.
//
// Whatever it finds comes with the command or the variable that fixes it. It
// shows names, lengths and times, but never a value of a secret, except the
// registry's name. Credentials go to the registries that the secrets name, and
// to the token services that those name in turn, as they do with Docker, and
// without TLS to this machine only. A redirect takes them to no other host, and
// its answer counts for none. It changes nothing but the token cache, which it
// fills as a pull would.
package doctor

import (
	"context"
	"net/http"
	"net/url"
	"sync"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
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
	// CertsDir is where the Docker daemon looks for certificates of
	// registries, a directory for each.
	CertsDir string
	// Proxy chooses the proxy of a request (http.ProxyFromEnvironment).
	Proxy func(*http.Request) (*url.URL, error)
	// Exchange asks AWS for a token (exchange.Exchanger.Token).
	Exchange func(ctx context.Context, entry *ecr.Entry) (ecr.Token, error)
	// Explain tells the cause of a request's failure (exchange.Explain).
	Explain func(error) *ecr.Failure
	// Offline leaves out all that needs a network.
	Offline bool
}

// maxAsked is how many registries are asked at once.
const maxAsked = 32

// Examine looks at every secret, or at the targets alone if there are any.
// done is called for each registry as soon as it is examined, by one goroutine
// at a time. It waits for each registry no longer than an exchange and a login
// may take, and not after ctx ends.
func (d Doctor) Examine(ctx context.Context, targets []Target, done func(Registry)) Report {
	d.Helper.ReadFile = readOnce(d.Helper.ReadFile)
	asking := d
	asking.Helper = d.Helper.ForMany()
	d.Helper.Secrets = asking.Helper.Secrets
	known := d.readClients()
	subjects := subjects(d.secrets(), targets)
	prefixes := checkPrefixes(d.secrets().All())
	for i := range subjects {
		d.examineOffline(&subjects[i], known, prefixes)
	}
	var running sync.WaitGroup
	var reporting sync.Mutex
	places := make(chan struct{}, maxAsked)
	for i := range subjects {
		places <- struct{}{}
		running.Go(func() {
			defer func() { <-places }()
			subjects[i] = asking.askInTime(ctx, subjects[i])
			if subjects[i].isImplied() {
				downgrade(subjects[i].report.Findings)
			}
			reporting.Lock()
			defer reporting.Unlock()
			done(subjects[i].report)
		})
	}
	running.Wait()
	report := Report{Schema: schema, Version: d.Helper.Version, Registries: []Registry{}, Findings: []Finding{}}
	for _, s := range subjects {
		report.Registries = append(report.Registries, s.report)
	}
	if len(targets) == 0 {
		report.Findings = append(report.Findings, d.environmentFindings(subjects)...)
	}
	report.Findings = append(report.Findings, d.settingFindings()...)
	report.Findings = append(report.Findings, known.findings(d.needed(subjects))...)
	report.Findings = append(report.Findings, d.programFindings()...)
	report.OK = report.count(Error) == 0
	return report
}

// needed returns the registries that Docker is to ask the helper for.
func (d Doctor) needed(subjects []subject) []needed {
	var all []needed
	isAtGitHub := d.Helper.IsAtGitHub()
	for _, s := range subjects {
		isGitHub := s.report.Kind == GitHubKind
		if s.isComplete() && s.secret.Server.Path == "" {
			all = append(all, needed{s.server, s.isImplied() && !isAtGitHub, isGitHub && !isAtGitHub})
		}
	}
	return all
}

// downgrade makes warnings of errors.
func downgrade(findings []Finding) {
	for i := range findings {
		findings[i].Severity = Warning
	}
}

func (d Doctor) secrets() secrets.Set {
	if d.Helper.Secrets != nil {
		return *d.Helper.Secrets
	}
	return helper.ReadSecrets(d.Helper.Environ)
}
