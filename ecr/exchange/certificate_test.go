package exchange

import (
	"crypto/tls"
	"crypto/x509"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestCertificateCause has what crypto/x509 may find wrong with a certificate.
func TestCertificateCause(t *testing.T) {
	t.Parallel()
	old := &x509.Certificate{NotBefore: time.Unix(0, 0)}
	for _, test := range []struct {
		name string
		err  error
		want ecr.Cause
	}{
		{"expired", x509.CertificateInvalidError{Cert: old, Reason: x509.Expired}, ecr.CertificateExpired},
		{"early", x509.CertificateInvalidError{Cert: &x509.Certificate{NotBefore: time.Now().Add(time.Hour)}, Reason: x509.Expired}, ecr.CertificateEarly},
		{"for another use", x509.CertificateInvalidError{Cert: old, Reason: x509.IncompatibleUsage}, ecr.Untrusted},
		{"of another name", x509.HostnameError{Certificate: old, Host: "h.example"}, ecr.CertificateOfAnother},
		{"of nobody", x509.UnknownAuthorityError{Cert: old}, ecr.Untrusted},
	} {
		if got := certificateCause(&tls.CertificateVerificationError{Err: test.err}); got != test.want {
			t.Errorf("%s: cause %d, want %d", test.name, got, test.want)
		}
	}
}
