package doctor

import (
	"path/filepath"
	"regexp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/clientconfig"
)

// asksForAll matches the setting of registries.conf by which podman, skopeo and
// buildah ask this helper for every registry, before they look into auth.json
// (containers-registries.conf(5), "credential-helpers").
const asksForAll = `(?m)^[ \t]*credential-helpers[ \t]*=[ \t\r\n]*\[[ \t\r\n]*["']` + clientconfig.HelperName + `["']`

// podmanAsksForAll reports whether the registries.conf that counts has that setting.
// A file that can't be read has none.
func podmanAsksForAll(getenv func(string) string, home string, readFile func(path string) ([]byte, error)) bool {
	paths := []string{filepath.Join(home, ".config", "containers", "registries.conf"), "/etc/containers/registries.conf"}
	if path := getenv("CONTAINERS_REGISTRIES_CONF"); path != "" {
		paths = []string{path}
	}
	for _, path := range paths {
		if content, err := readFile(path); err == nil {
			return regexp.MustCompile(asksForAll).Match(content)
		}
	}
	return false
}
