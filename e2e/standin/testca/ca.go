// Package testca is a certificate authority that lives as long as a test or a demo.
//
// Its own certificate is a PEM file, for SSL_CERT_FILE, AWS_CA_BUNDLE, or Docker's certs.d. Its key never leaves
// the process.
//
// This package serves this module alone, and changes with it.
package testca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Certificates are valid from a day before they were made, for clients whose clock is off, to a day after.
const leeway = 24 * time.Hour

// CA is a certificate authority.
type CA struct {
	path        string
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// New makes an authority and writes its certificate to ca.pem in dir.
func New(dir string) (*CA, error) {
	template, err := newTemplate("throw-away test authority")
	if err != nil {
		return nil, err
	}
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("making the authority's key: %v", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("making the authority's certificate: %v", err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("reading the authority's certificate back: %v", err)
	}
	ca := &CA{path: filepath.Join(dir, "ca.pem"), certificate: certificate, key: key}
	if err := writePEM(ca.path, "CERTIFICATE", der, 0o644); err != nil {
		return nil, err
	}
	return ca, nil
}

// Path returns the path of the authority's certificate in PEM.
func (c *CA) Path() string { return c.path }

// Pool returns a pool that trusts this authority and no other.
func (c *CA) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c.certificate)
	return pool
}

// Issue makes a server certificate for names, which may be host names, wildcards and IP addresses.
func (c *CA) Issue(names ...string) (tls.Certificate, error) {
	now := time.Now()
	return c.IssueFor(now.Add(-leeway), now.Add(leeway), names...)
}

// IssueFor makes a server certificate as Issue does, valid for some time only.
func (c *CA) IssueFor(notBefore, notAfter time.Time, names ...string) (tls.Certificate, error) {
	template, err := newTemplate("throw-away test server")
	if err != nil {
		return tls.Certificate{}, err
	}
	template.NotBefore, template.NotAfter = notBefore, notAfter
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making a server's key: %v", err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, c.certificate, &key.PublicKey, c.key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making a server's certificate: %v", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// IssueFiles makes a server certificate as Issue does and writes it to server.pem and server.key in dir, for
// servers that run as processes of their own.
func (c *CA) IssueFiles(dir string, names ...string) (certPath, keyPath string, err error) {
	certificate, err := c.Issue(names...)
	if err != nil {
		return "", "", err
	}
	key, err := x509.MarshalPKCS8PrivateKey(certificate.PrivateKey)
	if err != nil {
		return "", "", fmt.Errorf("encoding a server's key: %v", err)
	}
	certPath, keyPath = filepath.Join(dir, "server.pem"), filepath.Join(dir, "server.key")
	if err := writePEM(certPath, "CERTIFICATE", certificate.Certificate[0], 0o644); err != nil {
		return "", "", err
	}
	if err := writePEM(keyPath, "PRIVATE KEY", key, 0o600); err != nil {
		return "", "", err
	}
	return certPath, keyPath, nil
}

func newTemplate(commonName string) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, fmt.Errorf("making a serial number: %v", err)
	}
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: commonName},
		NotBefore:    now.Add(-leeway),
		NotAfter:     now.Add(leeway),
	}, nil
}

func writePEM(path, kind string, der []byte, mode os.FileMode) error {
	block := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	if err := os.WriteFile(path, block, mode); err != nil {
		return fmt.Errorf("writing a PEM file: %v", err)
	}
	return nil
}
