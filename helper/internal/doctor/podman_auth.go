package doctor

import (
	"fmt"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// isForPodman reports whether podman and its kin ask this helper for the
// server by their own configuration.
func (c clients) isForPodman(server secrets.Server) bool {
	return c.podman != nil && c.podman.Helpers()[clientconfig.Key(c.authPath, server)] == clientconfig.HelperName
}

// podmanFindings reports what podman and its kin know of the server beside
// this helper. They find the helpers of Docker's configuration too, but not
// Docker Hub's, which has another key there.
func (c clients) podmanFindings(server secrets.Server) []Finding {
	configure := helper.Name + " configure --config " + c.authPath + " " + server.Host
	if c.podman != nil {
		named, isNamed := c.podman.Helpers()[clientconfig.Key(c.authPath, server)]
		switch {
		case isNamed && named != clientconfig.HelperName:
			return []Finding{newFinding(codePodmanOutranks, fmt.Sprintf("podman asks docker-credential-%s for it: so says credHelpers in %s", named, c.authPath), configure)}
		case len(c.podman.AuthsOf(server)) > 0 && !isNamed:
			return []Finding{newFinding(codePodmanOutranks, "podman, skopeo and buildah use the login stored in "+c.authPath, "podman logout "+server.Host)}
		}
	}
	isUsed := c.podman != nil || c.usesPodman && c.authProblem == nil
	if server.IsHub() && isUsed && c.authPath != "" && !c.isForPodman(server) {
		return []Finding{newFinding(codePodmanHub, "podman, skopeo and buildah ask no helper for Docker Hub: credHelpers in "+c.authPath+" does not name docker.io", configure)}
	}
	return nil
}
