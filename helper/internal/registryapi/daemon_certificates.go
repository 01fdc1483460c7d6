package registryapi

import (
	"crypto/tls"
	"crypto/x509"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// tlsConfig returns how to speak TLS with a registry and its token service: with
// what lies in the daemon's directory for the registry, authorities in *.crt,
// a client's certificate in *.cert and its key in *.key
// (https://docs.docker.com/engine/security/certificates/). The daemon has these
// beside the system's.
func (c Client) tlsConfig(host string) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CertsDir == "" {
		return config
	}
	directory := c.CertsDirOf(host)
	read := func(pattern string, use func(name string, content []byte)) {
		names, _ := fs.Glob(os.DirFS(directory), pattern) // of a directory that can't be read there is none
		for _, name := range names {
			if content, err := secrets.ReadFile(filepath.Join(directory, name)); err == nil {
				use(name, content)
			}
		}
	}
	read("*.crt", func(_ string, authority []byte) {
		if config.RootCAs == nil {
			config.RootCAs = systemRoots()
		}
		config.RootCAs.AppendCertsFromPEM(authority)
	})
	read("*.cert", func(name string, certificate []byte) {
		key, err := secrets.ReadFile(filepath.Join(directory, strings.TrimSuffix(name, ".cert")+".key"))
		if err != nil {
			return
		}
		if pair, err := tls.X509KeyPair(certificate, key); err == nil {
			config.Certificates = append(config.Certificates, pair)
		}
	})
	return config
}

// DaemonCertsDir returns where the Docker daemon of a system looks for certificates
// of registries (registry/config_windows.go of github.com/moby/moby). It is empty if
// the environment doesn't say that.
func DaemonCertsDir(system string, getenv func(name string) string) string {
	if system != "windows" {
		return "/etc/docker/certs.d"
	}
	data := getenv("ProgramData")
	if data == "" {
		return ""
	}
	return data + `\docker\certs.d`
}

// CertsDirOf returns where the Docker daemon looks for a registry's certificates. No
// name of a directory has a colon on Windows, where the daemon leaves it out.
func (c Client) CertsDirOf(host string) string {
	if os.PathSeparator == '\\' {
		host = strings.ReplaceAll(host, ":", "")
	}
	return filepath.Join(c.CertsDir, host)
}

func systemRoots() *x509.CertPool {
	pool, err := x509.SystemCertPool()
	if err != nil {
		return x509.NewCertPool()
	}
	return pool
}
