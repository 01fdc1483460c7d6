package libraries

import (
	"context"
	"errors"

	dockerreference "github.com/distribution/reference"
	"github.com/docker/cli/cli/config"
	dockerhelper "github.com/docker/docker-credential-helpers/client"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/moby/buildkit/session/auth"
	"github.com/moby/buildkit/session/auth/authprovider"
	regclient "github.com/regclient/regclient/config"
	"github.com/regclient/regclient/types/ref"
	"github.com/testcontainers/testcontainers-go"
	"go.podman.io/image/v5/docker/reference"
	podman "go.podman.io/image/v5/pkg/docker/config"
	orasregistry "oras.land/oras-go/v2/registry"
	oras "oras.land/oras-go/v2/registry/remote/credentials"
)

// A credential is what a client would send.
type credential struct{ username, password string }

var errNone = errors.New("no credential")

// A client is a library with what a program does to ask it for an image's credential.
type client struct {
	name string
	find func(ctx context.Context, image string) (credential, error)
}

func clients() []client {
	return []client{
		{"docker/cli", docker},
		{"docker/cli, all", dockerAll},
		{"docker-credential-helpers", program},
		{"BuildKit", buildKit},
		{"go-containerregistry", keychain},
		{"oras-go", orasStore},
		{"containers/image", containersImage},
		{"regclient", regClient},
		{"testcontainers-go", testcontainersGo},
	}
}

// dockerKey is what docker looks for: see GetAuthConfigKey in its package registry.
func dockerKey(image string) (string, error) {
	named, err := dockerreference.ParseNormalizedNamed(image)
	if err != nil {
		return "", err
	}
	if domain := dockerreference.Domain(named); domain != "docker.io" {
		return domain, nil
	}
	return "https://index.docker.io/v1/", nil
}

func docker(_ context.Context, image string) (credential, error) {
	key, err := dockerKey(image)
	if err != nil {
		return credential{}, err
	}
	file, err := config.Load(config.Dir())
	if err != nil {
		return credential{}, err
	}
	found, err := file.GetAuthConfig(key)
	return credential{found.Username, found.Password}, err
}

// dockerAll is the classic builder, which gets the credentials of all registries at once.
func dockerAll(_ context.Context, image string) (credential, error) {
	key, err := dockerKey(image)
	if err != nil {
		return credential{}, err
	}
	file, err := config.Load(config.Dir())
	if err != nil {
		return credential{}, err
	}
	all, err := file.GetAllCredentials()
	return credential{all[key].Username, all[key].Password}, err
}

func program(_ context.Context, image string) (credential, error) {
	key, err := dockerKey(image)
	if err != nil {
		return credential{}, err
	}
	found, err := dockerhelper.Get(dockerhelper.NewShellProgramFunc("docker-credential-secrets"), key)
	if err != nil {
		return credential{}, err
	}
	return credential{found.Username, found.Secret}, nil
}

// buildKit is asked by the host that the builder connects to.
func buildKit(ctx context.Context, image string) (credential, error) {
	named, err := dockerreference.ParseNormalizedNamed(image)
	if err != nil {
		return credential{}, err
	}
	host := dockerreference.Domain(named)
	if host == "docker.io" {
		host = authprovider.DockerHubRegistryHost
	}
	file, err := config.Load(config.Dir())
	if err != nil {
		return credential{}, err
	}
	provider := authprovider.NewDockerAuthProvider(authprovider.DockerAuthProviderConfig{
		AuthConfigProvider: authprovider.LoadAuthConfig(file),
	})
	server, ok := provider.(auth.AuthServer)
	if !ok {
		return credential{}, errors.New("it is no server of credentials any more")
	}
	found, err := server.Credentials(ctx, &auth.CredentialsRequest{Host: host})
	if err != nil {
		return credential{}, err
	}
	return credential{found.Username, found.Secret}, nil
}

func keychain(_ context.Context, image string) (credential, error) {
	parsed, err := name.ParseReference(image)
	if err != nil {
		return credential{}, err
	}
	found, err := authn.DefaultKeychain.Resolve(parsed.Context())
	if err != nil {
		return credential{}, err
	}
	auth, err := found.Authorization()
	if err != nil {
		return credential{}, err
	}
	return credential{auth.Username, auth.Password}, nil
}

func orasStore(ctx context.Context, image string) (credential, error) {
	parsed, err := orasregistry.ParseReference(image)
	if err != nil {
		return credential{}, err
	}
	store, err := oras.NewStoreFromDocker(oras.StoreOptions{})
	if err != nil {
		return credential{}, err
	}
	found, err := oras.Credential(store)(ctx, parsed.Host())
	return credential{found.Username, found.Password}, err
}

func containersImage(_ context.Context, image string) (credential, error) {
	named, err := reference.ParseNormalizedNamed(image)
	if err != nil {
		return credential{}, err
	}
	found, err := podman.GetCredentialsForRef(nil, named)
	return credential{found.Username, found.Password}, err
}

func regClient(_ context.Context, image string) (credential, error) {
	parsed, err := ref.New(image)
	if err != nil {
		return credential{}, err
	}
	hosts, err := regclient.DockerLoad()
	if err != nil {
		return credential{}, err
	}
	for _, host := range hosts {
		if host.Name == parsed.Registry {
			found := host.GetCred()
			return credential{found.User, found.Password}, nil
		}
	}
	return credential{}, errNone
}

// testcontainersGo gets the credentials of all registries that config.json names, and keeps what it got for a
// config.json of the same content.
func testcontainersGo(ctx context.Context, image string) (credential, error) {
	_, found, err := testcontainers.DockerImageAuth(ctx, image)
	return credential{found.Username, found.Password}, err
}
