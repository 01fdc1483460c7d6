//go:build linux

package node

import (
	"archive/tar"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// waitingImage returns an image whose one program says "running" and waits.
func waitingImage(t *testing.T) v1.Image {
	t.Helper()
	source := filepath.Join("testdata", "waiting", "main.go")
	_, err := os.ReadFile(source) // go test knows then that it depends on this
	testenv.Must(t, err)
	program := filepath.Join(t.TempDir(), "waiting")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, source)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	content, err := os.ReadFile(program)
	testenv.Must(t, err)

	var archive bytes.Buffer
	writer := tar.NewWriter(&archive)
	testenv.Must(t, writer.WriteHeader(&tar.Header{Name: "waiting", Mode: 0o755, Size: int64(len(content))}))
	_, err = writer.Write(content)
	testenv.Must(t, err)
	testenv.Must(t, writer.Close())
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(archive.Bytes())), nil })
	testenv.Must(t, err)
	image, err := mutate.AppendLayers(empty.Image, layer)
	testenv.Must(t, err)
	file, err := image.ConfigFile()
	testenv.Must(t, err)
	file = file.DeepCopy()
	file.OS, file.Architecture = "linux", runtime.GOARCH
	file.Config.Entrypoint = []string{"/waiting"}
	image, err = mutate.ConfigFile(image, file)
	testenv.Must(t, err)
	return image
}
