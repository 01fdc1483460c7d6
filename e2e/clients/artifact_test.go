//go:build linux

package clients

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// artifact is what a registry keeps that is no image: blobs, and a manifest that names them.
type artifact struct {
	artifactType string
	configType   types.MediaType
	blobs        []blob
}

type blob struct {
	mediaType types.MediaType
	title     string // the file's name, for clients that take it from there
	content   []byte
}

// emptyConfig is the config of an artifact that has none:
// https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md#guidance-for-an-empty-descriptor
func emptyConfig() []byte { return []byte("{}") }

func (a artifact) put(t *testing.T, reference name.Reference, options []remote.Option) {
	t.Helper()
	write := func(content []byte, mediaType types.MediaType) v1.Descriptor {
		layer := static.NewLayer(content, mediaType)
		testenv.Must(t, remote.WriteLayer(reference.Context(), layer, options...))
		digest, err := layer.Digest()
		testenv.Must(t, err)
		return v1.Descriptor{MediaType: mediaType, Digest: digest, Size: int64(len(content))}
	}
	manifest := v1.Manifest{
		SchemaVersion: 2, MediaType: types.OCIManifestSchema1, ArtifactType: a.artifactType, Config: write(emptyConfig(), a.configType),
	}
	for _, b := range a.blobs {
		layer := write(b.content, b.mediaType)
		if b.title != "" {
			layer.Annotations = map[string]string{"org.opencontainers.image.title": b.title}
		}
		manifest.Layers = append(manifest.Layers, layer)
	}
	content, err := json.Marshal(manifest)
	testenv.Must(t, err)
	testenv.Must(t, remote.Put(reference, rawManifest(content), options...))
}

type rawManifest []byte

func (m rawManifest) RawManifest() ([]byte, error)        { return m, nil }
func (m rawManifest) MediaType() (types.MediaType, error) { return types.OCIManifestSchema1, nil }

// zipped returns a ZIP archive of files, by name.
func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := writer.Create(name)
		testenv.Must(t, err)
		_, err = file.Write([]byte(files[name]))
		testenv.Must(t, err)
	}
	testenv.Must(t, writer.Close())
	return archive.Bytes()
}

// policyBundle is what conftest pulls.
func policyBundle(*testing.T) artifact {
	return artifact{
		configType: "application/vnd.cncf.openpolicyagent.config.v1+json",
		blobs: []blob{{
			mediaType: "application/vnd.cncf.openpolicyagent.policy.layer.v1+rego", title: "policy.rego", content: []byte("package main\n"),
		}},
	}
}

// cueModule is a module of CUE, named read.example/read@v1.
func cueModule(t *testing.T) artifact {
	t.Helper()
	const description = `module: "read.example/read@v1", language: version: "v0.17.0"`
	return artifact{
		configType: "application/vnd.cue.module.v1+json",
		blobs: []blob{
			{mediaType: "application/zip", content: zipped(t, map[string]string{
				"cue.mod/module.cue": description, "read.cue": "package read\nwas: \"read\"\n",
			})},
			{mediaType: "application/vnd.cue.modulefile.v1", content: []byte(description)},
		},
	}
}

// tofuModule is a module of OpenTofu:
// https://opentofu.org/docs/cli/oci_registries/module-package/
func tofuModule(t *testing.T) artifact {
	t.Helper()
	return artifact{
		artifactType: "application/vnd.opentofu.modulepkg",
		configType:   "application/vnd.oci.empty.v1+json",
		blobs:        []blob{{mediaType: "archive/zip", content: zipped(t, map[string]string{"main.tf": `output "was" { value = "read" }`})}},
	}
}

// devFeature is a dev container Feature without any file.
func devFeature(t *testing.T) artifact {
	t.Helper()
	return artifact{
		configType: "application/vnd.devcontainers",
		blobs:      []blob{{mediaType: "application/vnd.devcontainers.layer.v1+tar", title: "devcontainer-feature-read.tgz", content: []byte("empty")}},
	}
}
