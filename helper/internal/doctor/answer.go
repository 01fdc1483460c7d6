package doctor

import (
	"context"
	"errors"
	"slices"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

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
	if s.server.Host == "" || s.secret.Server.Host != "" && !s.isAnswering {
		return report
	}
	if s.hasPattern() {
		if err := w.Helper.Check(s.secret); err != nil {
			report.Findings = append(report.Findings, w.explainNoAnswer(s, err)...)
		}
		return report
	}
	answer, findings := w.answer(ctx, s)
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
	ctx, cancel := context.WithTimeout(ctx, w.Helper.Timeout())
	defer cancel()
	report.Login, findings = w.login(ctx, s, auth)
	report.Findings = append(report.Findings, findings...)
	return report
}

// answer returns what get answers for the subject, or why it answers nothing.
// Offline there is neither where AWS would have to be asked. The token is the
// one that is kept by then, which may be old.
func (w world) answer(ctx context.Context, s subject) (helper.Answer, []Finding) {
	answer, err := w.Helper.Get(s.server.String())
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

// isSaid reports whether the cause of what get does not answer for is among
// what is said already.
func (f Finding) isSaid(said []Finding) bool {
	has := func(c code) bool {
		return slices.ContainsFunc(said, func(f Finding) bool { return f.isError() && f.Code == c.word() })
	}
	isOfName := f.Code == codeIncomplete.word() && (has(codeNameNotRead) || has(codePrefixesDiffer))
	return isOfName || f.Code == codeNoAnswer.word() && has(codeNearECR)
}

// explainNoAnswer says why get does not answer.
func (w world) explainNoAnswer(s subject, err error) []Finding {
	var problem *helper.Problem
	excused, isExcused := helper.Excused(err)
	switch {
	case isExcused && s.secret.Missing() != nil:
		f := newFinding(codeIncomplete, excused.Cause+", so clients go on without a credential", excused.Next)
		if !s.isAsked {
			f = f.as(Warning) // as in the jobs of forks, and as other programs set it
		}
		return []Finding{f}
	case isExcused:
		return []Finding{newFinding(codeNoAnswer, excused.Cause+"; clients go on without a credential", excused.Next).as(Warning)}
	case helper.IsNotFound(err):
		return []Finding{w.notFound(s)}
	case !errors.As(err, &problem):
		return []Finding{newFinding(codeNoAnswer, err.Error(), "see "+helper.Name+" help")}
	case s.secret.IsMalformed():
		return nil // said already, and in more words
	case s.secret.Missing() == nil:
		return []Finding{newFinding(codeNoAnswer, problem.Cause, problem.Next)}
	}
	return []Finding{newFinding(codeIncomplete, problem.Cause, problem.Next)}
}

// notFound is about a registry that no secret names.
func (w world) notFound(s subject) Finding {
	set := "set <PREFIX>" + secrets.Infix + "SERVER to " + s.server.Host + ", with USER and PASSWORD; if they are set, " + w.passOn()
	if s.image != nil {
		return newFinding(codeNoSecret, "no secret names this registry, so Docker pulls without a credential",
			"if the image is private, "+set).as(Warning)
	}
	return newFinding(codeNoSecret, "no secret names this registry", set)
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
