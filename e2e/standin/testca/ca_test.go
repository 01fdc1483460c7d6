package testca_test

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/testca"
)

func TestCertificatesAreTrustedForTheirNamesOnly(t *testing.T) {
	t.Parallel()
	ca, err := testca.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := ca.Issue("registry.example", "*.wild.example", "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(certificate.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	other, err := testca.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	fromFile := x509.NewCertPool()
	content, err := os.ReadFile(ca.Path())
	if err != nil {
		t.Fatal(err)
	}
	if !fromFile.AppendCertsFromPEM(content) {
		t.Fatal("the authority's file holds no certificate")
	}
	for _, test := range []struct {
		name, host string
		roots      *x509.CertPool
		trusted    bool
	}{
		{"name", "registry.example", ca.Pool(), true},
		{"wildcard", "a.wild.example", ca.Pool(), true},
		{"address", "127.0.0.1", ca.Pool(), true},
		{"from the file", "registry.example", fromFile, true},
		{"other name", "other.example", ca.Pool(), false},
		{"other authority", "registry.example", other.Pool(), false},
	} {
		_, err := leaf.Verify(x509.VerifyOptions{DNSName: test.host, Roots: test.roots})
		if (err == nil) != test.trusted {
			t.Errorf("%s: %v, want trusted %v", test.name, err, test.trusted)
		}
	}
}

func TestIssueFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ca, err := testca.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	certPath, keyPath, err := ca.IssueFiles(dir, "registry.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tls.LoadX509KeyPair(certPath, keyPath); err != nil {
		t.Errorf("certificate and key don't go together: %v", err)
	}
}
