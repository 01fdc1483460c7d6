package doctor

import (
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
)

// checkPodman reports what podman and its kin know of the subject's registry
// beside this helper. They look into Docker's configuration too, after their own,
// but not for the key under which Docker looks for Docker Hub.
func (c clients) checkPodman(s subject) []Finding {
	path, named := c.podman.path, c.podman.helperOf(s.host)
	logins := c.podman.document.AuthsOf(s.server)
	isUsed := path != "" && !c.podman.isBroken() && (c.usesPodman || c.podman.err == nil)
	switch {
	case named == clientconfig.HelperName:
	case named != "":
		return []Finding{newFinding(codePodmanOutranks, asks("podman", named, "credHelpers", path),
			configure("--replace", "--config", path, s.host))}
	case len(logins) > 0:
		return []Finding{newFinding(codePodmanOutranks, "podman, skopeo and buildah use the login stored in "+path,
			clientconfig.RemovalHint(path, s.server, logins))}
	case s.server.IsHub() && isUsed && c.docker.helperOf(s.host) != clientconfig.HelperName:
		return []Finding{newFinding(codePodmanHub,
			"podman, skopeo and buildah ask no helper for Docker Hub: credHelpers in "+path+" does not name docker.io",
			configure("--config", path, s.host))}
	}
	return nil
}
