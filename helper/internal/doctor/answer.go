package doctor

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

var errOffline = errors.New("nothing is asked when offline")

// askGuarded makes a finding of a panic: the libraries that ask read what a
// registry wrote.
func (d Doctor) askGuarded(ctx context.Context, s *subject) {
	defer func() {
		if recover() != nil {
			s.report.Login = Failed
			s.report.Findings = append(s.report.Findings, newFinding(codeLoginFailed, s.server.Host+" sent an unusable response",
				"report it as a defect of "+helper.Name+", with the registry's name"))
		}
	}()
	d.ask(ctx, s)
}

// ask gets the credential as a client does and tries it.
func (d Doctor) ask(ctx context.Context, s *subject) {
	if s.server.Host == "" || s.secret.Server.Host != "" && !s.isAnswering {
		return
	}
	username, password, findings := d.answer(ctx, s)
	s.report.Findings = append(s.report.Findings, findings...)
	s.report.Token = d.token(*s, password)
	var auth authn.Authenticator
	switch {
	case !password.IsEmpty():
		auth = authenticator(username, password)
	case s.image != nil && !slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Error }):
		auth = authn.Anonymous
	}
	if auth == nil || d.Offline {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, d.Helper.Timeout())
	defer cancel()
	var finding *Finding
	s.report.Login, finding = d.login(ctx, *s, auth)
	if finding != nil {
		s.report.Findings = append(s.report.Findings, *finding)
	}
}

// answer returns what get answers for the subject, or why it answers nothing.
func (d Doctor) answer(ctx context.Context, s *subject) (username, password hidden.Text, findings []Finding) {
	program := d.Helper
	program.Stderr = io.Discard
	username, password, question, err := program.Get(s.asked())
	if question != nil {
		username, password, err = d.askAWS(ctx, question)
	}
	var problem *helper.Problem
	switch excused, isExcused := helper.Excused(err); {
	case err == nil, errors.Is(err, errOffline):
		return username, password, nil
	case isExcused:
		return hidden.Text{}, hidden.Text{}, []Finding{newFinding(codeNoAnswer, excused.Cause+"; clients go on without a credential", excused.Next).as(Warning)}
	case helper.IsNotFound(err):
		return hidden.Text{}, hidden.Text{}, []Finding{s.notFound()}
	case errors.As(err, &problem) && s.secret.IsMalformed():
		return hidden.Text{}, hidden.Text{}, nil // said already, and in more words
	case errors.As(err, &problem) && s.secret.Missing() != nil:
		f := newFinding(codeIncomplete, problem.Cause, problem.Next)
		if isServerAlone(s.secret) && !s.isAsked {
			f = f.as(Warning) // as other programs set it, for what needs no credential
		}
		return hidden.Text{}, hidden.Text{}, []Finding{f}
	case errors.As(err, &problem):
		return hidden.Text{}, hidden.Text{}, []Finding{newFinding(codeNoAnswer, problem.Cause, problem.Next)}
	}
	return hidden.Text{}, hidden.Text{}, []Finding{newFinding(codeNoAnswer, err.Error(), "see "+helper.Name+" help")}
}

// askAWS answers what only AWS can, as main does.
func (d Doctor) askAWS(ctx context.Context, question *helper.Question) (username, password hidden.Text, err error) {
	if d.Offline {
		question.Entry.Close()
		return question.Answer(ecr.Token{}, errOffline)
	}
	ctx, cancel := context.WithTimeout(ctx, question.Patience)
	defer cancel()
	return question.Answer(d.Exchange(ctx, question.Entry))
}

// notFound is about a registry that no secret names.
func (s subject) notFound() Finding {
	set := "set <PREFIX>" + secrets.Infix + "SERVER to " + s.server.Host + ", with USER and PASSWORD"
	if s.image != nil {
		return newFinding(codeNoSecret, "no secret names this registry, so Docker pulls without a credential", "if the image is private, "+set).as(Warning)
	}
	return newFinding(codeNoSecret, "no secret names this registry", set)
}

// token tells how long the subject's token lives.
func (d Doctor) token(s subject, password hidden.Text) *Token {
	switch s.report.Kind {
	case TokenKind:
		if expires, ok := ecr.PastedExpiry(password); ok {
			return &Token{Source: "secret", Fresh: d.Helper.Now().Before(expires), Expires: expires.UTC()}
		}
	case ExchangeKind:
		if kept, ok := d.Helper.CachedToken(s.asked()); ok {
			return &Token{Source: "cache", Fresh: kept.IsFresh(d.Helper.Now()), Expires: kept.Expires().UTC()}
		}
	}
	return nil
}
