package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

var errOffline = errors.New("nothing is asked when offline")

// ask gets the credential as a client does and tries it.
func (d Doctor) ask(ctx context.Context, s *subject) {
	if s.server.Host == "" || s.secret.Server.Host != "" && !s.isAnswering {
		return
	}
	username, password, findings := d.answer(s)
	s.report.Findings = append(s.report.Findings, findings...)
	s.report.Token = d.token(*s, password)
	var auth authn.Authenticator
	switch {
	case password != "":
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
func (d Doctor) answer(s *subject) (username, password string, findings []Finding) {
	program := d.Helper
	program.Stderr = io.Discard
	if d.Offline {
		program.Exchange = func(context.Context, ecr.Request, ecr.Cache) (ecr.Token, error) { return ecr.Token{}, errOffline }
	}
	username, password, err := program.Get(s.asked())
	var problem *helper.Problem
	switch excused, isExcused := helper.Excused(err); {
	case err == nil, errors.Is(err, errOffline):
		return username, password, nil
	case isExcused:
		return "", "", []Finding{doubtful("no-answer", excused.Wrong+"; clients go on without a credential", excused.Next)}
	case helper.IsNotFound(err):
		return "", "", []Finding{s.notFound()}
	case errors.As(err, &problem) && s.isMalformed:
		return "", "", nil // said already, and in more words
	case errors.As(err, &problem) && s.secret.Missing(true) != nil:
		return "", "", []Finding{wrong("incomplete", problem.Wrong, problem.Next)}
	case errors.As(err, &problem):
		return "", "", []Finding{wrong("no-answer", problem.Wrong, problem.Next)}
	}
	return "", "", []Finding{wrong("no-answer", err.Error(), "see "+helper.Name+" help")}
}

// notFound is about a registry that no secret names.
func (s subject) notFound() Finding {
	set := "set <PREFIX>" + secrets.Infix + "SERVER to " + s.server.Host + ", with USER and PASSWORD"
	if s.image != nil {
		return doubtful("no-secret", "no secret names this registry, so Docker pulls without a credential", "if the image is private, "+set)
	}
	return wrong("no-secret", "no secret names this registry", set)
}

// token tells how long the subject's token lives.
func (d Doctor) token(s subject, password string) *Token {
	switch s.report.Kind {
	case helper.TokenKind:
		if expires, ok := ecr.PastedExpiry(password); ok {
			return &Token{Source: "secret", Fresh: d.Now().Before(expires), Expires: expires.UTC()}
		}
	case helper.ExchangeKind:
		if kept, ok := d.Helper.CachedToken(s.asked()); ok {
			return &Token{Source: "cache", Fresh: kept.IsFresh(d.Now()), Expires: kept.Expires().UTC()}
		}
	}
	return nil
}

// login does what docker login does, and for an image reads its manifest.
func (d Doctor) login(ctx context.Context, s subject, auth authn.Authenticator) (Login, *Finding) {
	host := s.server.Host
	plain := strings.HasPrefix(strings.ToLower(s.secret.ServerText()), "http://")
	session, err := d.startSession(ctx, host, auth, plain)
	if status, err := statusOf(err); err != nil {
		return Failed, d.unreachable(ctx, host, err)
	} else if status != 0 {
		return Failed, noRegistry(host, status)
	}
	result := Accepted
	if auth == authn.Anonymous || session.isOpen() {
		result = Open
	}
	switch status, err := session.get(ctx, "/v2/"); {
	case err != nil:
		return Failed, d.unreachable(ctx, host, err)
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		if auth != authn.Anonymous {
			return Refused, s.refused(status)
		}
	case status != http.StatusOK:
		return Failed, noRegistry(host, status)
	}
	if s.image == nil {
		return result, nil
	}
	repository := s.image.Context().RepositoryStr()
	status, err := session.get(ctx, "/v2/"+repository+"/manifests/"+s.image.Identifier(), "repository:"+repository+":pull")
	switch {
	case err != nil:
		return Failed, d.unreachable(ctx, host, err)
	case status == http.StatusOK:
		return result, nil
	}
	return Unreadable, s.unreadable(status)
}

func (s subject) refused(status int) *Finding {
	user, password := s.secret.Variable(secrets.User), s.secret.Variable(secrets.Password)
	fix := "check " + user + " and " + password + ", whether the password or token has expired, and what it allows"
	switch s.report.Kind {
	case helper.GitHubKind:
		fix = "check GITHUB_TOKEN: a personal access token needs the scope read:packages"
	case helper.ExchangeKind, helper.AmbientKind:
		fix = "AWS gave this token: check the account and the region in " + s.secret.ServerVariable() + ", and AWS_ENDPOINT_URL_ECR"
	case helper.TokenKind:
		fix = "set " + password + " to a new token (aws ecr get-login-password), or both to an AWS access key"
	}
	f := wrong("login-refused", fmt.Sprintf("the registry refuses the credential (HTTP %d)", status), fix)
	return &f
}

func (s subject) unreadable(status int) *Finding {
	image := s.image.Name()
	f := wrong("image-unreadable", fmt.Sprintf("the registry answers HTTP %d for %s", status, image), "try again later")
	switch status {
	case http.StatusNotFound:
		f.Message, f.Fix = image+" does not exist, or may not be seen", "check its name and tag, and what the credential allows"
	case http.StatusUnauthorized, http.StatusForbidden:
		f.Message, f.Fix = fmt.Sprintf("%s may not be read (HTTP %d)", image, status), "let the credential's owner pull from this repository"
	}
	return &f
}

func noRegistry(host string, status int) *Finding {
	f := wrong("login-failed", fmt.Sprintf("%s answers HTTP %d where a registry has its API", host, status), "check the name of the registry, or try again later")
	if status == http.StatusTooManyRequests {
		f.Message, f.Fix = host+" has got too many requests", "try again later"
	}
	return &f
}

// unreachable words why there was no answer that could be understood.
func (d Doctor) unreachable(ctx context.Context, host string, err error) *Finding {
	message, fix := host+" gives no answer that a registry gives", "check the name of the registry, and HTTPS_PROXY"
	failure := d.Explain(err)
	switch {
	case errors.Is(err, http.ErrSchemeMismatch):
		message, fix = host+" does not speak TLS", `name it in "insecure-registries" of Docker's daemon.json, or give it a certificate`
	case ctx.Err() != nil || failure.Cause == ecr.TimedOut:
		message, fix = fmt.Sprintf("%s does not answer within %s", host, d.Helper.Timeout()), "check the network, HTTPS_PROXY and NO_PROXY"
	case failure.Cause == ecr.NameNotResolved:
		message, fix = "the name "+failure.Detail+" can't be resolved", "check the name of the registry, and the network"
	case failure.Cause == ecr.ConnectionFailed:
		message, fix = "no connection to "+failure.Detail, "check the name and port of the registry, the network, and HTTPS_PROXY"
	case failure.Cause == ecr.Untrusted:
		message, fix = "the TLS certificate of "+failure.Detail+" is not trusted", "put the authority's certificate into "+d.CertsDir+"/"+host+"/ca.crt for Docker, or into SSL_CERT_FILE"
	case failure.Cause == ecr.ProxyRefused:
		message, fix = "the proxy refuses the connection ("+failure.Detail+")", "check HTTPS_PROXY and NO_PROXY"
	}
	f := wrong("login-failed", message, fix)
	return &f
}
