// Package kubelet is the protocol by which a Kubernetes node's kubelet asks an
// image credential provider: one request on standard input, one response on
// standard output (k8s.io/kubelet/pkg/apis/credentialprovider,
// https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/).
//
// It knows the messages alone. What answers an image is package helper's rule, as
// for every client.
//
// This package serves this module alone, and changes with it.
package kubelet

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// Verb is the argument that the provider's configuration starts the helper with.
const Verb = "kubelet"

// RequestKind is the kind of what kubelet asks.
const RequestKind = "CredentialProviderRequest"

// Patience is how long an answer may take, whatever the user sets: kubelet ends a
// provider after a minute (k8s.io/kubernetes/pkg/credentialprovider/plugin).
const Patience = 45 * time.Second

// RoleAnnotation of a service account names the AWS role that its pods assume
// (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html).
const RoleAnnotation = "eks.amazonaws.com/role-arn"

const (
	group        = "credentialprovider.kubelet.k8s.io/"
	newest       = group + "v1"
	responseKind = "CredentialProviderResponse"
)

// APIVersions returns the protocol's versions, the newest first.
func APIVersions() []string { return []string{newest, group + "v1beta1", group + "v1alpha1"} }

// A Request asks for the credentials that an image is pulled with.
type Request struct {
	// Image is its name without tag and digest, as kubelet writes it.
	Image string
	// ServiceAccountToken says which workload the image is for, and Role which AWS
	// role that wants. Both are empty where kubelet doesn't say.
	ServiceAccountToken, Role hidden.Text

	apiVersion string
}

// ParseRequest reads a request. Its errors hold nothing of what was read.
func ParseRequest(input []byte) (Request, error) {
	var message struct {
		Kind                      string            `json:"kind"`
		APIVersion                string            `json:"apiVersion"`
		Image                     string            `json:"image"`
		ServiceAccountToken       string            `json:"serviceAccountToken"`
		ServiceAccountAnnotations map[string]string `json:"serviceAccountAnnotations"`
	}
	switch err := json.Unmarshal(input, &message); {
	case err != nil:
		return Request{}, errors.New("standard input is not the JSON of a " + RequestKind + ": kubelet gives one")
	case message.Kind != RequestKind:
		return Request{}, errors.New("kind on standard input is not " + RequestKind + ": kubelet gives one")
	case !slices.Contains(APIVersions(), message.APIVersion):
		return Request{}, errors.New("apiVersion on standard input is not known: set the provider's apiVersion to " + newest)
	case message.Image == "" || strings.ContainsFunc(message.Image, func(r rune) bool { return r <= ' ' || r > '~' }):
		return Request{}, errors.New("image on standard input is not the name of an image: kubelet gives one")
	}
	request := Request{Image: message.Image, apiVersion: message.APIVersion}
	if message.APIVersion == newest { // the others have no service accounts
		request.ServiceAccountToken = hidden.Of(message.ServiceAccountToken)
		request.Role = hidden.Of(message.ServiceAccountAnnotations[RoleAnnotation])
	}
	return request, nil
}

// A Response is what a request is answered with. Without a user name and a password it lets
// kubelet go on to its other credentials, and then anonymously.
type Response struct {
	Username, Password hidden.Text
	// Path is the part of the registry that the credentials are for, empty for all
	// of it.
	Path string
	// IsForImage is set where another image of the registry may get another answer.
	IsForImage bool
	// Lasts is how long kubelet may keep the answer.
	Lasts time.Duration
}

// Render returns the response in the request's version.
func (r Response) Render(to Request) []byte {
	type login struct {
		Username string `json:"username"`
		Password string `json:"password"`
	}
	message := struct {
		Kind          string           `json:"kind"`
		APIVersion    string           `json:"apiVersion"`
		CacheKeyType  string           `json:"cacheKeyType"`
		CacheDuration string           `json:"cacheDuration"`
		Auth          map[string]login `json:"auth"`
	}{responseKind, to.apiVersion, "Registry", r.Lasts.String(), map[string]login{}}
	if r.IsForImage {
		message.CacheKeyType = "Image"
	}
	if !r.Username.IsEmpty() || !r.Password.IsEmpty() {
		// The registry as the image has it: kubelet compares names and ports as
		// they are written.
		registry, _, _ := strings.Cut(to.Image, "/")
		switch {
		case r.Path == "":
		case strings.HasPrefix(r.Path, "v1/"), strings.HasPrefix(r.Path, "v2/"):
			// Kubelet takes these for the registry's API and cuts them off, so the
			// path goes behind another (credentialprovider.BasicDockerKeyring.Add).
			registry += "/v2/" + r.Path
		default:
			registry += "/" + r.Path
		}
		message.Auth[registry] = login{r.Username.Reveal(), r.Password.Reveal()}
	}
	rendered, _ := json.Marshal(message) // texts alone can't fail
	return append(rendered, '\n')
}
