package registryapi

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
)

func TestCertificatesOfTheDockerDaemonAreTrusted(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	registry := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer registry.Close()
	host := strings.TrimPrefix(registry.URL, "https://")
	certs := t.TempDir()
	c := Client{CertsDir: certs}
	if _, err := c.Connect(deadline(t), host, authn.Anonymous); err == nil {
		t.Error("a certificate that nobody vouches for is trusted")
	}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: registry.Certificate().Raw})
	write(t, filepath.Join(certs, host, "ca.crt"), string(authority))
	session, err := c.Connect(deadline(t), host, authn.Anonymous)
	if err != nil || session.AsksForCredential() {
		t.Errorf("session %+v: %v", session.challenge, err)
	}
}

// TestClientCertificates has a registry that wants one.
func TestClientCertificates(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	registry := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	registry.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	registry.StartTLS()
	defer registry.Close()
	host := strings.TrimPrefix(registry.URL, "https://")
	c := Client{CertsDir: t.TempDir()}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: registry.Certificate().Raw})
	write(t, filepath.Join(c.CertsDirOf(host), "ca.crt"), string(authority))
	_, err := c.Connect(deadline(t), host, authn.Anonymous)
	if !errors.Is(err, ErrCertificateWanted) {
		t.Errorf("without one: %v", err)
	}
	own := registry.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(own.PrivateKey)
	must(t, err)
	write(t, filepath.Join(c.CertsDirOf(host), "me.cert"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.Certificate[0]})))
	write(t, filepath.Join(c.CertsDirOf(host), "me.key"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	if _, err := c.Connect(deadline(t), host, authn.Anonymous); err != nil {
		t.Error(err)
	}
}

// TestCertificatesAreOfTheRegistryAlone has a registry whose name is a pattern
// of file names, by which it has the certificates of another.
func TestCertificatesAreOfTheRegistryAlone(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no directory's name has a colon there")
	}
	const host = "[::1]:5443"
	for directory, want := range map[string]bool{host: true, "1:5443": false, "": false} {
		certs := t.TempDir()
		write(t, filepath.Join(certs, directory, "ca.crt"), "")
		if got := (Client{CertsDir: certs}).tlsConfig(host).RootCAs != nil; got != want {
			t.Errorf("certificates in %q: %v, want %v", directory, got, want)
		}
	}
}

// TestDaemonCertsDir has each system's place.
func TestDaemonCertsDir(t *testing.T) {
	t.Parallel()
	getenv := func(name string) string { return map[string]string{"ProgramData": `C:\ProgramData`}[name] }
	none := func(string) string { return "" }
	for _, test := range []struct {
		system string
		getenv func(string) string
		want   string
	}{
		{"linux", getenv, "/etc/docker/certs.d"}, {"darwin", none, "/etc/docker/certs.d"},
		{"windows", getenv, `C:\ProgramData\docker\certs.d`}, {"windows", none, ""},
	} {
		if got := DaemonCertsDir(test.system, test.getenv); got != test.want {
			t.Errorf("%s: %q, want %q", test.system, got, test.want)
		}
	}
}
