package doctor

import (
	"errors"
	"io/fs"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
)

// checkPodman reports what podman and its kin know of the subject's registry
// beside this helper. They look into Docker's configuration too, after their own,
// but not for the key under which Docker looks for Docker Hub.
func (c clients) checkPodman(s subject) []Finding {
	if c.podmanAsksAll {
		return nil // before it looks into its files
	}
	isUsed := c.usesPodman
	for _, config := range c.podman {
		path, named := config.path, config.helperOf(s.host)
		logins := config.document.AuthsOf(s.server)
		isUsed = isUsed || config.err == nil
		switch {
		case config.isBroken(), named == clientconfig.HelperName:
			return nil // a broken file is said to be one
		case named != "":
			return []Finding{newFinding(codePodmanOutranks, asks("podman", named, "credHelpers", path),
				configure("--replace", "--config", path, s.host))}
		case len(logins) > 0:
			return []Finding{newFinding(codePodmanOutranks, "podman, skopeo and buildah use the login stored in "+path,
				clientconfig.RemovalHint(path, s.server, logins))}
		}
	}
	path := c.lastingPodman()
	if errors.Is(c.docker.err, fs.ErrNotExist) || c.podmanRemoteFailure() != nil {
		return nil // what is said of these decides how podman comes to ask this helper
	}
	if path == "" || !isUsed || !s.server.IsHub() || c.docker.helperOf(s.host) == clientconfig.HelperName {
		return nil
	}
	return []Finding{newFinding(codePodmanHub,
		"podman, skopeo and buildah ask no helper for Docker Hub: credHelpers in "+path+" does not name docker.io",
		configure("--config", path, s.host))}
}

// podmanRemoteFailure says why podman --remote fails, nil where podman is not used.
func (c clients) podmanRemoteFailure() *clientconfig.Problem {
	if !c.hasPodman {
		return nil
	}
	return clientconfig.PodmanRemoteFailure(c.docker.document, c.docker.path, c.lastingPodman())
}
