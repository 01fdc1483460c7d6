package doctor

import (
	"fmt"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// podmanHelper returns the helper that podman and its kin are told to ask for
// the server by their own configuration, empty for none.
func (c clients) podmanHelper(server secrets.Server) string {
	return c.podman.document.Helpers()[clientconfig.Keys("auth.json", server.Host)[0]]
}

func (c clients) isForPodman(server secrets.Server) bool {
	return c.podmanHelper(server) == clientconfig.HelperName
}

// checkPodman reports what podman and its kin know of the server beside this
// helper. They find the helpers of Docker's configuration too, but not Docker
// Hub's, which has another key there.
func (c clients) checkPodman(server secrets.Server) []Finding {
	path, named := c.podman.path, c.podmanHelper(server)
	configure := configure("--config", path, server.Host)
	logins := c.podman.document.AuthsOf(server)
	isUsed := c.podman.isThere() || c.usesPodman && path != "" && !c.podman.isBroken()
	switch {
	case named == clientconfig.HelperName:
	case named != "":
		return []Finding{newFinding(codePodmanOutranks,
			fmt.Sprintf("podman asks docker-credential-%s for it: so says credHelpers in %s", named, path), configure)}
	case len(logins) > 0:
		return []Finding{newFinding(codePodmanOutranks, "podman, skopeo and buildah use the login stored in "+path,
			clientconfig.RemovalHint(path, server, logins))}
	case server.IsHub() && isUsed:
		return []Finding{newFinding(codePodmanHub,
			"podman, skopeo and buildah ask no helper for Docker Hub: credHelpers in "+path+" does not name docker.io", configure)}
	}
	return nil
}
