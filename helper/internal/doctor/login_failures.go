package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

func (s subject) refused(status int) *Finding {
	user, password := s.secret.Variable(secrets.User), s.secret.Variable(secrets.Password)
	fix := "check " + user + " and " + password + ", whether the password or token has expired, and what it allows"
	switch s.report.Kind {
	case GitHubKind:
		fix = "check GITHUB_TOKEN: a personal access token needs the scope read:packages"
	case ExchangeKind, AmbientKind:
		fix = "AWS gave this token: check the account and the region in " + s.secret.ServerVariable() + ", and AWS_ENDPOINT_URL_ECR"
	case TokenKind:
		fix = "set " + password + " to a new token (aws ecr get-login-password), or both to an AWS access key"
	}
	f := newFinding(codeLoginRefused, fmt.Sprintf("the registry refuses the credential (HTTP %d)", status), fix)
	return &f
}

func (s subject) unreadable(status int) *Finding {
	image := s.image.Name()
	f := newFinding(codeImageUnreadable, fmt.Sprintf("the registry answers HTTP %d for %s", status, image), "try again later")
	switch status {
	case http.StatusNotFound:
		f.Message, f.Fix = image+" does not exist, or Docker is not allowed to see it", "check its name and tag, and what the credential allows"
	case http.StatusUnauthorized, http.StatusForbidden:
		f.Message, f.Fix = fmt.Sprintf("Docker is not allowed to read %s (HTTP %d)", image, status), "let the credential's owner pull from this repository"
	}
	return &f
}

func noRegistry(host string, status int) *Finding {
	f := newFinding(codeLoginFailed, fmt.Sprintf("%s answers HTTP %d where a registry has its API", host, status), "check the name of the registry, or try again later")
	if status == http.StatusTooManyRequests {
		f.Message, f.Fix = host+" is rate limiting requests", "try again later"
	}
	return &f
}

// unreachable words why there was no answer that could be understood.
func (d Doctor) unreachable(ctx context.Context, host string, err error) *Finding {
	message, fix := host+" sent an unusable response", "check the name of the registry, and HTTPS_PROXY"
	failure := d.Explain(err)
	var redirect *redirectError
	switch {
	case errors.As(err, &redirect):
		message, fix = redirect.Error()+", so it is not followed", "check the name of the registry, HTTPS_PROXY, and what stands before it"
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
	f := newFinding(codeLoginFailed, message, fix)
	if failure.Cause == ecr.Untrusted && isLoopback(host) {
		f.Severity = Warning
		f.Message += "; Docker does without for registries on this machine, but other clients don't"
	}
	return &f
}

// failed words why the registry, or its token service, could not be asked.
func (d Doctor) failed(ctx context.Context, host string, err error) (Login, *Finding) {
	var service *serviceError
	if !errors.As(err, &service) {
		return Failed, d.unreachable(ctx, host, err)
	}
	f := newFinding(codeLoginFailed, service.host+" sent an unusable response", "try again later, or ask who runs the registry")
	var realm *realmError
	switch {
	case errors.As(service.err, &realm):
		f.Message, f.Fix = realm.Error(), "ask who runs the registry"
	case service.host == "":
		f.Message = "the registry names none"
	case service.status == http.StatusTooManyRequests:
		f.Message = service.host + " is rate limiting requests"
	case service.status != 0:
		f.Message = fmt.Sprintf("%s answers HTTP %d", service.host, service.status)
	case ctx.Err() != nil || isRedirect(service.err) || d.Explain(service.err).Cause != ecr.NotUnderstood:
		f = *d.unreachable(ctx, service.host, service.err)
	}
	f.Message = "no token from the token service of " + host + ": " + f.Message
	return Failed, &f
}

// unknownChallenge is about a registry that refuses, and asks for nothing
// that Docker could send.
func unknownChallenge(host string) *Finding {
	f := newFinding(codeLoginFailed, host+" refuses without asking for a user name and password or a token, so Docker sends none",
		"check the name of the registry, and what stands before it")
	return &f
}
