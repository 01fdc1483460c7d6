package doctor

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// maxAsked is how many registries are asked at once.
const maxAsked = 32

// askAll asks for each subject's registry, for many at once.
func (w world) askAll(ctx context.Context, subjects []subject, p *progress) {
	var titles []string
	for _, s := range subjects {
		titles = append(titles, w.shorten.text(s.named().title()))
	}
	p.begin(titles)
	var running sync.WaitGroup
	places := make(chan struct{}, maxAsked)
	for i := range subjects {
		places <- struct{}{}
		running.Go(func() {
			defer func() { <-places }()
			subjects[i].report = w.askInTime(ctx, subjects[i])
			if subjects[i].isImplied() {
				downgrade(subjects[i].report.Findings)
			}
			w.shorten.registry(&subjects[i].report)
			p.end(i)
		})
	}
	running.Wait()
}

// downgrade makes warnings of errors.
func downgrade(findings []Finding) {
	for i := range findings {
		findings[i].Severity = Warning
	}
}

// askInTime asks for a registry no longer than an exchange and a login may
// take, whatever hangs meanwhile.
func (w world) askInTime(ctx context.Context, s subject) Registry {
	limit := min(w.Helper.Timeout(), longestWait) + min(w.loginTimeout(), longestWait) + time.Second
	report, ok := timelimit.Call(limit, func() Registry { return w.ask(ctx, s) })
	switch {
	case ctx.Err() != nil:
		report = w.describe(s)
		report.Findings = append(report.Findings, newFinding(codeInterrupted, "you ended the examination before there was an answer",
			"run it again, for this registry alone or by --offline"))
		return report
	case ok:
		return report
	}
	offline := w
	offline.Helper.ReadFile = func(string) ([]byte, error) { return nil, errHangs }
	report, report.fails = offline.describe(s), true
	report.Findings = append(report.Findings, newFinding(codeNoAnswer,
		fmt.Sprintf("no answer within %s: a file that a variable names, or the token cache, is on a file system that hangs", limit),
		"put it on one that answers, or set "+helper.CacheVariable+" to another directory"))
	return report
}

// ask gets the subject's credential as a client does and tries it. A panic
// becomes a finding: the libraries that ask read what a registry wrote.
func (w world) ask(ctx context.Context, s subject) (report Registry) {
	defer func() {
		if recover() != nil {
			report.Server, report.Prefix, report.Login = s.server.String(), s.secret.Prefix, failed
			report.Findings = append(report.Findings, newFinding(codeLoginFailed, s.server.Host+" sent an unusable response",
				"report it as a defect of "+helper.Name+", with the registry's name"))
		}
	}()
	report = w.describe(s)
	s.report = report
	isOther := s.secret.Server.Host != "" && !s.isAnswering // which is not what get answers with
	if s.server.Host == "" || isOther || isNoRegistry(report.Findings) || w.isUnused(s) {
		return report
	}
	if s.hasPattern() {
		if err := w.Helper.Check(s.secret); err != nil {
			report.fails = true
			report.Findings = append(report.Findings, w.explainNoAnswer(s, err)...)
		}
		return report
	}
	answer, findings := w.answer(ctx, s)
	report.fails = slices.ContainsFunc(findings, Finding.isError)
	for _, f := range findings {
		if !f.isSaid(report.Findings) {
			report.Findings = append(report.Findings, f)
		}
	}
	report.Token = w.token(s, answer)
	var auth authn.Authenticator
	switch {
	case w.Offline:
		return report
	case !answer.Password.IsEmpty():
		auth = registryapi.Authenticator(answer.Username, answer.Password)
	case s.image != nil && !slices.ContainsFunc(findings, Finding.isError):
		auth = authn.Anonymous
	default:
		return report
	}
	report.Login, findings = w.login(ctx, s, auth)
	report.Findings = append(report.Findings, findings...)
	return report
}

// describe returns what can be told without asking anybody.
func (w world) describe(s subject) Registry {
	r := s.named()
	r.isIncomplete = s.secret.Missing() != nil
	r.isUnasked = w.Provider == nil && w.isUnused(s)
	if s.isAnswering {
		r.Kind = kindOf(s.secret, w.Helper.ReadFile)
	}
	r.Variables = w.describeVariables(s.secret)
	r.Findings = append([]Finding{}, w.checkSecret(s)...)
	return r
}

// describeVariables tells of each variable what may be told.
func (w world) describeVariables(secret secrets.Secret) []Variable {
	told := []Variable{}
	for _, v := range secret.Variables() {
		state := setState
		switch {
		case v.Use == secrets.Empty:
			state = emptyState
		case v.Use != secrets.Used:
			state = unreadState
		case v.IsFile:
			state = fileState
		}
		length := "" // get says why a file can't be read
		if raw, err := v.Raw(w.Helper.ReadFile); err == nil {
			length = w.shorten.length(raw, v, secret.Kind)
		}
		told = append(told, Variable{v.Name, state, length})
	}
	return told
}

// answer returns what get answers for the subject, or why it answers nothing.
// Offline there is neither where AWS would have to be asked. The token is the
// one that is kept by then, which may be old.
func (w world) answer(ctx context.Context, s subject) (helper.Answer, []Finding) {
	answer, err := w.Helper.Get(s.server.String())
	if w.Provider != nil && err == nil && !w.Offline {
		if question := answer.Question; question != nil {
			question.Entry.Close()
		}
		return w.askAsKubelet(ctx, s)
	}
	if question := answer.Question; question != nil {
		// An exchange that takes too long goes on with its entry.
		kept := question.Entry.For(question.Entry.Request)
		defer kept.Close()
		if w.Offline {
			question.Entry.Close()
		} else {
			ctx, cancel := context.WithTimeout(ctx, question.Patience)
			defer cancel()
			answer, err = question.Answer(w.Exchange(ctx, question.Entry))
		}
		answer.Token, _ = kept.Token()
	}
	if err != nil {
		return helper.Answer{Token: answer.Token}, w.explainNoAnswer(s, err)
	}
	return answer, nil
}

// token tells how long the subject's token lives.
func (w world) token(s subject, answer helper.Answer) *Token {
	switch s.report.Kind {
	case tokenKind:
		if expires, ok := ecr.PastedExpiry(answer.Password); ok {
			return &Token{Source: "secret", Fresh: w.Helper.Now().Before(expires), Expires: expires.UTC()}
		}
	case exchangeKind, webIdentityKind:
		if kept := answer.Token; !kept.Password.IsEmpty() {
			return &Token{Source: "cache", Fresh: kept.IsFresh(w.Helper.Now()), Expires: kept.Expires().UTC()}
		}
	}
	return nil
}
