package clientconfig

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// ShownKey returns a key as it may be shown: without the user and password that
// may stand before its host, and without a URL's query and fragment. What names
// no server is not shown at all.
func ShownKey(key string) string {
	if cut := strings.IndexAny(key, "?#"); cut >= 0 && !strings.Contains(key[cut:], "@") {
		return ShownKey(key[:cut]) + "..."
	}
	at := strings.LastIndexByte(key, '@')
	if _, isServer := secrets.ParseServer(key[at+1:]); !isServer || strings.ContainsAny(key, "?#%") {
		return "..."
	}
	if at >= 0 {
		return "..." + key[at:]
	}
	return key
}
