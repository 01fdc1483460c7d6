// Package kubeletconfig is the file in which a Kubernetes node's kubelet finds its
// image credential providers: a CredentialProviderConfig in YAML or JSON
// (https://kubernetes.io/docs/reference/config-api/kubelet-config.v1/).
package kubeletconfig

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
)

// The kind of the file and its newest version.
const (
	kind       = "CredentialProviderConfig"
	apiVersion = "kubelet.config.k8s.io/v1"
)

// A Config is the file.
type Config struct {
	APIVersion string     `yaml:"apiVersion"`
	Kind       string     `yaml:"kind"`
	Providers  []Provider `yaml:"providers"`
}

// A Provider is one program that kubelet asks.
type Provider struct {
	// Name is that of the program in kubelet's directory of providers.
	Name       string `yaml:"name"`
	APIVersion string `yaml:"apiVersion"`
	// MatchImages are the images that it is asked for.
	MatchImages []string `yaml:"matchImages"`
	// DefaultCacheDuration is for answers that name none.
	DefaultCacheDuration string         `yaml:"defaultCacheDuration"`
	Args                 []string       `yaml:"args,omitempty"`
	Env                  []Variable     `yaml:"env,omitempty"`
	TokenAttributes      map[string]any `yaml:"tokenAttributes,omitempty"`
}

// A Variable is one that kubelet sets for the program, beside its own.
type Variable struct {
	Name  string `yaml:"name"`
	Value string `yaml:"value"`
}

// New returns the file with the one provider that starts this helper, whose
// program has this name.
func New(name string, images []string, env []Variable) Config {
	return Config{APIVersion: apiVersion, Kind: kind, Providers: []Provider{{
		Name: name, APIVersion: kubelet.APIVersions()[0], MatchImages: images,
		DefaultCacheDuration: "0s", Args: []string{kubelet.Verb}, Env: env,
	}}}
}

// YAML returns the file's text.
func (c Config) YAML() (string, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	err := encoder.Encode(c)
	return text.String(), errors.Join(err, encoder.Close())
}

// Problem says for what kubelet refuses the file. It is empty for nothing.
func (c Config) Problem() string {
	switch {
	case c.Kind != kind:
		return "kind is not " + kind
	case !slices.Contains([]string{apiVersion, apiVersion + "beta1", apiVersion + "alpha1"}, c.APIVersion):
		return "apiVersion is not " + apiVersion
	case len(c.Providers) == 0:
		return "it has no providers"
	}
	for _, p := range c.Providers {
		keeps, err := time.ParseDuration(p.DefaultCacheDuration)
		switch {
		case err != nil || keeps < 0:
			return "defaultCacheDuration of " + p.Name + " is not a duration, as 0s"
		case len(p.MatchImages) == 0:
			return "matchImages of " + p.Name + " is empty"
		}
	}
	return ""
}

// Read reads a file's text as strictly as kubelet does. Its error may hold a part
// of the text, which may be a value, and is not to be shown.
func Read(text []byte) (Config, error) {
	var c Config
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return Config{}, err
	}
	return c, nil
}
