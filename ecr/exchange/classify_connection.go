package exchange

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// classifyConnection reads the errors of the network, innermost first.
func classifyConnection(err error) *ecr.Failure {
	var name *net.DNSError
	var operation *net.OpError
	var transport *url.Error
	isConnection := errors.As(err, &operation)
	address, isProxy := host(err), isConnection && operation.Op == "proxyconnect"
	if isProxy {
		address = "the proxy"
	}
	if cause := certificateCause(err); cause != 0 {
		return &ecr.Failure{Cause: cause, Detail: address}
	}
	if reason := tlsReason(err); reason != "" {
		return &ecr.Failure{Cause: ecr.TLSFailed, Detail: address + " (" + reason + ")"}
	}
	switch {
	case errors.As(err, &name) && !isProxy:
		return &ecr.Failure{Cause: ecr.NameNotResolved, Detail: name.Name}
	case isConnection:
		return &ecr.Failure{Cause: ecr.ConnectionFailed, Detail: address + systemReason(err)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &ecr.Failure{Cause: ecr.ConnectionFailed, Detail: address + " (it closed the connection)"}
	case errors.As(err, &transport):
		return &ecr.Failure{Cause: ecr.ConnectionFailed, Detail: address}
	}
	return &ecr.Failure{Cause: ecr.NotUnderstood, Detail: "it is not one of ECR"}
}

// certificateCause returns what is wrong with a certificate, 0 for nothing.
func certificateCause(err error) ecr.Cause {
	var verification *tls.CertificateVerificationError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if time.Now().Before(invalid.Cert.NotBefore) { // as crypto/tls looks at it
			return ecr.CertificateEarly
		}
		return ecr.CertificateExpired
	case errors.As(err, &name):
		return ecr.CertificateOfAnother
	case errors.As(err, &verification), errors.As(err, &authority):
		return ecr.Untrusted
	}
	return 0
}

// hasNoAuthorities reports whether this machine trusts no certificate at all.
func hasNoAuthorities() bool {
	pool, err := x509.SystemCertPool()
	return err == nil && pool.Equal(x509.NewCertPool())
}

// tlsReason returns what crypto/tls says of an endpoint that it can't speak to.
// Its errors have no type of their own.
func tlsReason(err error) string {
	innermost := err
	for next := err; next != nil; next = errors.Unwrap(next) {
		innermost = next
	}
	if text := innermost.Error(); errors.Is(innermost, http.ErrSchemeMismatch) || strings.HasPrefix(text, "tls: ") {
		return text
	}
	return ""
}

// systemReason puts into parentheses what the system says, if it says
// anything.
func systemReason(err error) string {
	var name *net.DNSError
	var number syscall.Errno
	switch {
	case errors.As(err, &name):
		return " (its name can't be resolved)"
	case errors.As(err, &number):
		return " (" + number.Error() + ")"
	}
	return ""
}

// host returns the name that the failed request went to.
func host(err error) string {
	var transport *url.Error
	if errors.As(err, &transport) {
		if target, err := url.Parse(transport.URL); err == nil && target.Host != "" {
			return target.Host
		}
	}
	return "AWS"
}
