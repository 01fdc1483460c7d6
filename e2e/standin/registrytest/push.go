package registrytest

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
)

// Push puts a tiny image without a base, named as team/app:1, into the registry, past its door. It returns the
// image's digest as sha256:hex. Images of different names differ.
func (r *Registry) Push(ctx context.Context, image string) (digest string, err error) {
	reference, err := name.NewTag("registry.invalid/"+image, name.Insecure)
	if err != nil {
		return "", fmt.Errorf("naming an image: %v", err)
	}
	content, err := tinyImage(image)
	if err != nil {
		return "", err
	}
	door := remote.WithTransport(backDoor{r.images})
	if err := remote.Write(reference, content, remote.WithContext(ctx), door); err != nil {
		return "", fmt.Errorf("pushing an image: %v", err)
	}
	hash, err := content.Digest()
	if err != nil {
		return "", fmt.Errorf("reading an image's digest: %v", err)
	}
	return hash.String(), nil
}

// tinyImage returns an image for linux on amd64 whose one file holds its name.
func tinyImage(image string) (v1.Image, error) {
	var archive bytes.Buffer
	writer := tar.NewWriter(&archive)
	if err := writer.WriteHeader(&tar.Header{Name: "name", Mode: 0o644, Size: int64(len(image))}); err != nil {
		return nil, fmt.Errorf("making a layer: %v", err)
	}
	io.WriteString(writer, image) //nolint:errcheck // Close tells
	if err := writer.Close(); err != nil {
		return nil, fmt.Errorf("making a layer: %v", err)
	}
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(archive.Bytes())), nil
	})
	if err != nil {
		return nil, fmt.Errorf("making a layer: %v", err)
	}
	appended, err := mutate.AppendLayers(empty.Image, layer)
	if err != nil {
		return nil, fmt.Errorf("appending a layer: %v", err)
	}
	config, err := appended.ConfigFile()
	if err != nil {
		return nil, fmt.Errorf("reading an image's configuration: %v", err)
	}
	config = config.DeepCopy()
	config.OS, config.Architecture = "linux", "amd64"
	config.Config.Cmd = []string{"/name"}
	return mutate.ConfigFile(appended, config)
}

// backDoor is a transport that asks a handler in place of a network.
type backDoor struct{ handler http.Handler }

func (d backDoor) RoundTrip(req *http.Request) (*http.Response, error) {
	inner := req.Clone(req.Context())
	if inner.Body == nil {
		inner.Body = http.NoBody
	}
	defer inner.Body.Close()
	recorder := httptest.NewRecorder()
	d.handler.ServeHTTP(recorder, inner)
	response := recorder.Result()
	response.Request = req
	return response, nil
}
