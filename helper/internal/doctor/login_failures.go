package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr/exchange"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/registryapi"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// explainRefusal is about a registry that does not take the credential.
func (s subject) explainRefusal(err error) []Finding {
	user, password := s.secret.Variable(secrets.User), s.secret.Variable(secrets.Password)
	fix := "check " + user + " and " + password + ", whether the password or token has expired, and what it allows"
	switch s.report.Kind {
	case gitHubKind:
		fix = "check GITHUB_TOKEN: a personal access token needs the scope read:packages"
	case exchangeKind, ambientKind, profileKind, webIdentityKind:
		fix = "AWS gave this token: check the account and the region in " + s.secret.ServerVariable() + ", and AWS_ENDPOINT_URL_ECR"
	case tokenKind:
		fix = "set " + password + " to a new token (aws ecr get-login-password), or both to an AWS access key"
	}
	if isOfScope(err) {
		fix = s.widenScope()
	}
	message := fmt.Sprintf("the registry refuses the credential (HTTP %d)", registryapi.StatusOf(err)) + says(err)
	return []Finding{newFinding(codeLoginRefused, message, fix)}
}

// says tells the registry's own words of a request that it refuses.
func says(err error) string {
	words := registryapi.WordsOf(err).String()
	if words == "" {
		return ""
	}
	return `: it says "` + words + `"`
}

// isOfScope reports whether the registry says that a token is not for this.
func isOfScope(err error) bool {
	return strings.Contains(ascii.Lower(registryapi.WordsOf(err).String()), "scope")
}

func (s subject) widenScope() string {
	return "give the token in " + s.secret.Variable(secrets.Password) +
		" the scope to read images (GitHub: read:packages, of a classic token; GitLab: read_registry)"
}

// unknownChallenge is about a registry that refuses, and asks for nothing
// that Docker could send.
func unknownChallenge(host string) []Finding {
	return []Finding{newFinding(codeLoginFailed,
		host+" refuses without asking for a user name and password or a token, so Docker sends none",
		"check the name of the registry, and what stands before it")}
}

// explainFailure says why the registry, or its token service, could not be
// asked.
func (w world) explainFailure(ctx context.Context, host string, err error) []Finding {
	var service *registryapi.TokenError
	if !errors.As(err, &service) {
		return []Finding{w.explainAnswer(ctx, host, host, err)}
	}
	var refused *registryapi.Refusal
	const fix = "try again later, or ask who runs the registry"
	status, f := registryapi.StatusOf(err), newFinding(codeLoginFailed, "", fix)
	switch {
	case errors.As(err, &refused):
		f.Message, f.Fix = refused.Problem, "ask who runs the registry"
	case service.Service == "":
		f.Message, f.Fix = "the registry names none", "ask who runs the registry"
	case status == http.StatusTooManyRequests:
		f.Message, f.Fix = rateLimits(service.Service, err)
		f.Message += says(err)
	case status != 0:
		f.Message = fmt.Sprintf("%s answers HTTP %d", service.Service, status) + says(err)
		f.Fix = tryAgain(err) + ", or ask who runs the registry"
	default:
		f = w.explainAnswer(ctx, service.Service, host, err)
	}
	f.Message = "no token from the token service of " + host + ": " + f.Message
	return []Finding{f}
}

// rateLimits is about a host that wants fewer requests.
func rateLimits(host string, err error) (message, fix string) {
	return host + " is rate limiting requests", tryAgain(err)
}

// tryAgain says when, if the registry does.
func tryAgain(err error) string {
	if wait := registryapi.WordsOf(err).Wait; wait > 0 {
		return "try again in " + wait.Round(time.Second).String()
	}
	return "try again later"
}

// explainAnswer says why there was no answer that can be used from a host, which
// is the registry or its token service.
func (w world) explainAnswer(ctx context.Context, host, registry string, err error) Finding {
	failure, status := exchange.Explain(err), registryapi.StatusOf(err)
	message, fix := helper.ExplainConnection(failure), "check the name of the registry, and HTTPS_PROXY"
	var refused *registryapi.Refusal
	switch {
	case errors.Is(err, registryapi.ErrCertificateWanted):
		message = host + " wants a client certificate"
		fix = "put it and its key into client.cert and client.key in " + escape.ShellWord(w.Registries.CertsDirOf(registry))
	case status == http.StatusTooManyRequests:
		message, fix = rateLimits(host, err)
		message += says(err)
	case status != 0:
		message = fmt.Sprintf("%s answers HTTP %d where a registry has its API", host, status) + says(err)
		fix = "check the name of the registry"
		if status >= http.StatusInternalServerError {
			fix = tryAgain(err) + ", or ask who runs the registry"
		}
	case errors.As(err, &refused):
		message, fix = refused.Problem, "check the name of the registry, HTTPS_PROXY, and what stands before it"
	case ctx.Err() != nil || failure.Cause == ecr.TimedOut:
		message = fmt.Sprintf("%s does not answer within %s", host, w.loginTimeout())
		fix = "check the network, HTTPS_PROXY and NO_PROXY"
	case failure.Cause == ecr.NameNotResolved:
		fix = "check the name of the registry, and the network"
	case failure.Cause == ecr.ProxyRefused, failure.Cause == ecr.ProxyUnusable, strings.HasPrefix(failure.Detail, "the proxy"):
		fix = "check HTTPS_PROXY and NO_PROXY"
	case failure.Cause == ecr.ConnectionFailed:
		fix = "check the name and port of the registry, the network, and HTTPS_PROXY"
	case failure.Cause == ecr.Untrusted && w.lacksCertificates():
		fix = "correct SSL_CERT_FILE, which names a file that can't be read, or unset it"
	case failure.Cause == ecr.Untrusted:
		file := escape.ShellWord(filepath.Join(w.Registries.CertsDirOf(registry), "ca.crt"))
		fix = "put the authority's certificate into " + file + " for Docker, or into SSL_CERT_FILE"
	case failure.Cause.IsOfCertificate():
		fix = "ask who runs the registry, and check this machine's clock and HTTPS_PROXY"
	case message == "":
		message = host + " sent an unusable response"
	}
	f := newFinding(codeLoginFailed, message, fix)
	if failure.Cause.IsOfCertificate() && registryapi.IsLoopback(host) {
		f = f.as(Warning)
		f.Message += "; Docker does without for registries on this machine, but other clients don't"
	}
	return f
}

// lacksCertificates reports whether SSL_CERT_FILE names a file that Go's clients, as
// this one, read nothing from.
func (w world) lacksCertificates() bool {
	path := w.Helper.Getenv("SSL_CERT_FILE")
	if path == "" {
		return false
	}
	_, err := w.Helper.ReadFile(path)
	return err != nil
}
