package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// pull is what came of one image. It holds no secret.
type pull struct {
	Image  string
	Server string // as the helper is asked
	Answer string // of the helper, the secret masked
	Digest string
}

// pullAll is the client process: it pulls images, trusting the authority at caPath, and asks the helper
// for each registry once more to show its answer.
func pullAll(ctx context.Context, caPath string, images []string) ([]pull, error) {
	transport, err := trusting(caPath)
	if err != nil {
		return nil, err
	}
	var pulls []pull
	for _, image := range images {
		reference, err := name.ParseReference(image)
		if err != nil {
			return nil, fmt.Errorf("reading an image's name: %v", err)
		}
		digest, err := pullImage(ctx, reference, transport)
		if err != nil {
			return nil, fmt.Errorf("pulling %s: %v", image, err)
		}
		server := reference.Context().RegistryStr()
		answer, err := ask(ctx, server)
		if err != nil {
			return nil, err
		}
		pulls = append(pulls, pull{Image: image, Server: server, Answer: answer, Digest: digest})
	}
	return pulls, nil
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
func pullImage(ctx context.Context, reference name.Reference, transport http.RoundTripper) (digest string, err error) {
	image, err := remote.Image(reference, remote.WithContext(ctx), remote.WithTransport(transport),
		remote.WithAuthFromKeychain(authn.DefaultKeychain))
	if err != nil {
		return "", err
	}
	if err := validate.Image(image); err != nil {
		return "", err
	}
	hash, err := image.Digest()
	return hash.String(), err
}

// ask runs the helper as clients do and returns its answer, without the secret.
func ask(ctx context.Context, server string) (string, error) {
	cmd := exec.CommandContext(ctx, "docker-credential-secrets", "get")
	cmd.Stdin = strings.NewReader(server)
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	if err := cmd.Run(); err != nil {
		if cmd.ProcessState == nil {
			return "", fmt.Errorf("running the helper: %v", err)
		}
		return strings.TrimSpace(stdout.String()), nil
	}
	var credential struct{ Username, Secret string }
	if err := json.Unmarshal(stdout.Bytes(), &credential); err != nil {
		return "", fmt.Errorf("reading the helper's answer: it is no JSON object")
	}
	return fmt.Sprintf("user %s, secret %s", credential.Username, mask(credential.Secret)), nil
}
