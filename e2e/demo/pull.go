package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// pull is what came of one image. It holds no secret.
type pull struct {
	User   string // whom the helper named; empty for an anonymous pull
	Status int    // of HTTP, with which the registry refused
	Error  string // empty for an image that was pulled
}

// pullOne is the client process: it pulls an image, trusting the authority at caPath.
func pullOne(ctx context.Context, caPath, image string) (pull, error) {
	trust, err := trusting(caPath)
	if err != nil {
		return pull{}, err
	}
	reference, err := name.ParseReference(image)
	if err != nil {
		return pull{}, fmt.Errorf("reading an image's name: %v", err)
	}
	return pullImage(ctx, reference, trust), nil
}

// trusting returns a transport for registries. The system's own trust is no use: on some systems no variable adds to it.
func trusting(caPath string) (http.RoundTripper, error) {
	content, err := os.ReadFile(caPath)
	if err != nil {
		return nil, fmt.Errorf("reading the authority's certificate: %v", err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(content)
	return &http.Transport{
		Proxy:           http.ProxyFromEnvironment,
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
	}, nil
}

// pullImage fetches an image's manifest, configuration and layers, each checked against its digest. The default
// keychain reads Docker's config.json and runs the helper that it names.
func pullImage(ctx context.Context, reference name.Reference, trust http.RoundTripper) pull {
	credential, err := authn.DefaultKeychain.Resolve(reference.Context())
	if err != nil {
		return failed(pull{}, err)
	}
	auth, err := credential.Authorization()
	if err != nil {
		return failed(pull{}, err)
	}
	result := pull{User: auth.Username}
	image, err := remote.Image(reference, remote.WithContext(ctx), remote.WithTransport(trust), remote.WithAuth(credential))
	if err != nil {
		return failed(result, err)
	}
	if err := validate.Image(image); err != nil {
		return failed(result, err)
	}
	return result
}

func failed(result pull, err error) pull {
	result.Error = err.Error()
	if refusal := (*transport.Error)(nil); errors.As(err, &refusal) {
		result.Status = refusal.StatusCode
	}
	return result
}
