package doctor

import (
	"slices"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
)

// checkPattern reports that no client asks this helper for any registry that the
// pattern in the subject's SERVER stands for. That Docker doesn't is a warning where
// podman may.
func (c clients) checkPattern(s subject) []Finding {
	if c.docker.document.Store() == clientconfig.HelperName {
		return nil
	}
	for _, config := range append([]configuration{c.docker}, c.podman...) {
		if slices.ContainsFunc(config.document.Ours(), s.secret.Server.Covers) {
			return nil
		}
	}
	found := newFinding(codeNotConfigured, "Docker asks this helper for no registry of "+s.server.Host+
		": clients look for each registry by its whole name, and "+c.docker.path+" names none of them",
		"have Docker ask for all: "+helper.Name+" configure --default; or name those that you use: "+helper.Name+
			" configure SERVER ...; for podman, put "+clientconfig.HelperName+" into credential-helpers in registries.conf")
	if c.usesPodman || c.podmanAsksAll {
		found = found.as(Warning)
	}
	return []Finding{found}
}
