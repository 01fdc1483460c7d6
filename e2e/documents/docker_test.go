package documents

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const (
	dockerName = "docker"
	// caVariable names the authority that docker's stand-in trusts.
	caVariable = "DOCUMENTS_CA"
)

// TestMain lets the test's program be docker, where it is started by that name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == dockerName {
		if err := docker(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(testenv.Tests{M: m}.Run())
}

// docker is `docker pull [-q] IMAGE`. It says as whom it pulled.
func docker(args []string) error {
	if len(args) == 3 && args[1] == "-q" {
		args = []string{args[0], args[2]}
	}
	if len(args) != 2 || args[0] != "pull" {
		return fmt.Errorf("this docker can only pull, not %q", args)
	}
	reference, err := name.ParseReference(args[1])
	if err != nil {
		return err
	}
	credential, err := authn.DefaultKeychain.Resolve(reference.Context())
	if err != nil {
		return err
	}
	auth, err := credential.Authorization()
	if err != nil {
		return err
	}
	authority, err := os.ReadFile(os.Getenv(caVariable))
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	image, err := remote.Image(reference, remote.WithAuth(credential), remote.WithTransport(&http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
	}))
	if err != nil {
		return err
	}
	if err := validate.Image(image); err != nil {
		return err
	}
	fmt.Printf("pulled %s as %s\n", args[1], auth.Username)
	return nil
}
