package clientconfig

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// PodmanRemoteFailure says why podman --remote fails by Docker's configuration
// at path, and which commands make both work. It is nil if it does not fail, or
// podman has no file of its own.
//
// It asks for every key of credHelpers in every file that it reads, whatever it
// pulls, and refuses one with a scheme (validateKey in pkg/docker/config of
// github.com/containers/image), as Docker Hub has where Docker looks for it. So
// Docker has to find this helper by credsStore instead, which podman ignores.
func PodmanRemoteFailure(docker Document, path, podmanPath string) *Problem {
	if docker.helpers[secrets.HubURL] != HelperName || podmanPath == "" {
		return nil
	}
	const configure = "docker-credential-" + HelperName + " configure "
	return &Problem{
		"podman --remote, which podman always is on macOS and Windows, fails for every registry while credHelpers in " + path +
			" names " + secrets.HubURL,
		configure + "--default && " + configure + "--remove docker.io && " + configure + "--config " + escape.ShellWord(podmanPath),
	}
}
