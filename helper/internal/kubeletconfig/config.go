// Package kubeletconfig is the file in which a Kubernetes node's kubelet finds its
// image credential providers: a CredentialProviderConfig in YAML or JSON
// (https://kubernetes.io/docs/reference/config-api/kubelet-config.v1/). It is read
// with the libraries that kubelet reads it with, since others take more or less.
package kubeletconfig

import (
	"sigs.k8s.io/yaml"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/kubelet"
)

// The kind of the file and its newest version.
const (
	kind       = "CredentialProviderConfig"
	apiVersion = "kubelet.config.k8s.io/v1"
)

// A Config is the file.
type Config struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Providers  []Provider `json:"providers"`
}

// A Provider is one program that kubelet asks.
type Provider struct {
	// Name is that of the program in kubelet's directory of providers.
	Name       string `json:"name"`
	APIVersion string `json:"apiVersion"`
	// MatchImages are the images that it is asked for.
	MatchImages []string `json:"matchImages"`
	// DefaultCacheDuration is for answers that name none.
	DefaultCacheDuration string           `json:"defaultCacheDuration"`
	Args                 []string         `json:"args,omitempty"`
	Env                  []Variable       `json:"env,omitempty"`
	TokenAttributes      *TokenAttributes `json:"tokenAttributes,omitempty"`
}

// A Variable is one that kubelet sets for the program, beside its own.
type Variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// TokenAttributes have kubelet give the program the tokens of service accounts.
type TokenAttributes struct {
	ServiceAccountTokenAudience          string   `json:"serviceAccountTokenAudience"`
	CacheType                            string   `json:"cacheType"`
	RequireServiceAccount                *bool    `json:"requireServiceAccount"`
	RequiredServiceAccountAnnotationKeys []string `json:"requiredServiceAccountAnnotationKeys,omitempty"`
	OptionalServiceAccountAnnotationKeys []string `json:"optionalServiceAccountAnnotationKeys,omitempty"`
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
	text, err := yaml.Marshal(c)
	return string(text), err
}
