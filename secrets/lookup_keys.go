package secrets

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// IsImageHost reports whether clients take the server's host for a registry where
// the name of an image begins with it, and not for a part of a name on Docker Hub
// (the distribution project's reference.splitDockerDomain). A word with a number
// that no registry has for its port is an image with its tag, as node:20.
func (s Server) IsImageHost() bool {
	word, port, hasPort := cutPort(s.Host)
	isTag := hasPort && len(port) < 3 && port != "80" && !strings.ContainsAny(word, ".:")
	return strings.ContainsAny(s.Host, ".:") && !isTag || word == "localhost"
}

// LookupKeys returns the keys under which clients, which compare them byte by
// byte, look for the registry that a server's text names: first its host as it
// is written, then without the port 443, then as a Server has it. Those of
// Docker Hub are HubURL and docker.io, however it is written. There are none if
// ParseServer refuses the text.
func LookupKeys(text string) []string {
	server, ok := ParseServer(text)
	switch {
	case !ok:
		return nil
	case server.IsHub():
		return []string{HubURL, hubHost}
	}
	text, _ = cutScheme(ascii.TrimSpace(text))
	written, _, _ := strings.Cut(text, "/")
	return slices.Compact([]string{written, strings.TrimSuffix(written, ":"+httpsPort), server.Host})
}

// ImageHosts returns the hosts with which the names of a registry's images begin:
// LookupKeys without HubURL.
func ImageHosts(text string) []string {
	return slices.DeleteFunc(LookupKeys(text), func(key string) bool { return key == HubURL })
}
