//go:build linux

package clients

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/crane"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// seedImage is the image that the registries hold before the first client comes. It has no base and one layer.
type seedImage struct {
	image  v1.Image
	layer  string // hex digest of the layer as it is stored
	diffID string // digest of the layer unpacked, with its algorithm; the same in every store and after every copy
}

func newSeedImage(t *testing.T) seedImage {
	t.Helper()
	image, err := crane.Image(map[string][]byte{"etc/motd": []byte("pulled by a secret of the environment\n")})
	testenv.Must(t, err)
	layers, err := image.Layers()
	testenv.Must(t, err)
	layer, err := layers[0].Digest()
	testenv.Must(t, err)
	diffID, err := layers[0].DiffID()
	testenv.Must(t, err)
	return seedImage{image, layer.Hex, diffID.String()}
}

// seed puts the image into every registry.
func (s *stage) seed(t *testing.T) {
	t.Helper()
	references := []string{publicServer + "/" + appImage, ecrServer + "/" + appImage, hubImage, portServer + "/" + appImage}
	if s.loop != "" {
		references = append(references, privateServer+"/"+appImage)
	}
	for _, reference := range references {
		parsed, err := name.ParseReference(reference)
		testenv.Must(t, err)
		testenv.Must(t, remote.Write(parsed, s.image.image, s.remoteOptions(parsed)...))
	}
}

// diffIDIn returns the digest of the one layer, unpacked, that an image in a registry has.
func (s *stage) diffIDIn(t *testing.T, reference string) string {
	t.Helper()
	parsed, err := name.ParseReference(reference)
	testenv.Must(t, err)
	image, err := remote.Image(parsed, s.remoteOptions(parsed)...)
	testenv.Must(t, err)
	config, err := image.ConfigFile()
	testenv.Must(t, err)
	if len(config.RootFS.DiffIDs) != 1 {
		t.Fatalf("%s has %d layers, want 1", reference, len(config.RootFS.DiffIDs))
	}
	return config.RootFS.DiffIDs[0].String()
}

func (s *stage) remoteOptions(reference name.Reference) []remote.Option {
	proxy := func(*http.Request) (*url.URL, error) { return url.Parse(s.proxy.URL()) }
	transport := &http.Transport{Proxy: proxy, TLSClientConfig: &tls.Config{RootCAs: s.ca.Pool()}}
	user := map[string]registrySecret{
		privateServer: s.private,
		ecrServer:     s.seeder,
		portServer:    s.spelled,
		hubIndex:      s.hub,
	}[reference.Context().RegistryStr()]
	auth := authn.FromConfig(authn.AuthConfig{Username: user.user, Password: user.password})
	return []remote.Option{remote.WithContext(context.Background()), remote.WithTransport(transport), remote.WithAuth(auth)}
}
