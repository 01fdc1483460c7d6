package secrets

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// A Server is a registry's address in the one form in which the two sides,
// the SERVER of a secret and the server that a client asks for, are compared.
type Server struct {
	// Host is the registry's host in lower case, with its port unless that is
	// 443. Every spelling of Docker Hub is docker.io.
	Host string
	// Path narrows the server to the repositories below it, without slashes
	// at its ends, tag or digest. It is empty for the whole registry.
	Path string
}

// ParseServer reads a server as people and clients write it: host, host:port,
// URL, or image name. It reports false for what can't name a registry, as a
// host with any byte outside ASCII, for which clients may connect to another
// one that looks like it (IDNA), or with a dot at its end.
//
// The keys under which docker login stores Docker Hub's OAuth tokens
// (https://index.docker.io/v1/access-token, .../refresh-token) are no servers:
// docker logout asks for them and posts what it gets to Docker Hub's
// token service, so a registry's password must never answer there. Nor is any
// other path below v1 of Docker Hub, which may be one of them in another spelling.
//
// A path that may lead anywhere in the registry, by dot segments or percent
// signs, is that of the whole registry.
func ParseServer(text string) (Server, bool) {
	server, _, ok := parseServer(text)
	if !ok || hasWildcard(server.Host) {
		return Server{}, false
	}
	return server, true
}

// parseServer does so, takes a host with wildcards too, and reports whether the
// path may lead anywhere. Who asks for such a path is answered as for the whole
// registry; in a SERVER it would give the password away for all of that.
func parseServer(text string) (server Server, leadsAnywhere, ok bool) {
	text, hasScheme := cutScheme(ascii.TrimSpace(text))
	authority, path, _ := strings.Cut(text, "/")
	host, ok := parseHostPattern(ascii.Lower(authority))
	if !ok || isHub(host) && mayBeHubTokenKey(path) {
		return Server{}, false, false
	}
	path = parsePath(path)
	if hasDotSegment(path) || strings.Contains(path, "%") {
		path, leadsAnywhere = "", true
	}
	// The path of a URL may be that of the registry's API instead of a
	// repository's, as in https://index.docker.io/v1/.
	if (path == "v1" || path == "v2") && (hasScheme || isHub(host)) {
		path = ""
	}
	if isHub(host) {
		host = hubHost
	}
	return Server{Host: host, Path: path}, leadsAnywhere, true
}

// cutScheme cuts off a scheme that registries are written with; the last is
// that of Helm's charts. Any other stays, and makes a host that is none.
func cutScheme(text string) (rest string, ok bool) {
	for _, scheme := range []string{"https://", "http://", "oci://"} {
		if rest, ok := ascii.CutPrefixFold(text, scheme); ok {
			return rest, true
		}
	}
	return text, false
}

// parseMalformed reads the server that a text was meant to name which
// ParseServer refuses: one in quotes or other signs, with another scheme or
// slashes alone, with a user name, or with a dot at the host's end.
func parseMalformed(text string) (Server, bool) {
	text = strings.TrimFunc(text, func(r rune) bool { return r > '~' || strings.ContainsRune("\"'<>`", r) })
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	authority, path, _ := strings.Cut(strings.TrimLeft(text, "/"), "/")
	host, port, hasPort := cutPort(authority[strings.LastIndexByte(authority, '@')+1:])
	host = strings.TrimSuffix(host, ".")
	if hasPort {
		host += ":" + port
	}
	server, _, ok := parseServer(host + "/" + path)
	return server, ok
}

// String returns the server as host or host/path. ParseServer reads it back
// as the same server.
func (s Server) String() string {
	if s.Path == "" {
		return s.Host
	}
	return s.Host + "/" + s.Path
}

// Covers reports whether a secret of this server may answer for the asked
// one: same host and port, but for wildcards, and a path that is the asked one's
// or a whole-segment prefix of it.
func (s Server) Covers(asked Server) bool {
	if s.Host != asked.Host && !isPatternOf(s.Host, asked.Host) {
		return false
	}
	below, ok := strings.CutPrefix(asked.Path, s.Path)
	return ok && (s.Path == "" || below == "" || below[0] == '/')
}

// hasDotSegment reports whether a path leaves the one that it begins with
// (RFC 3986, 5.2.4).
func hasDotSegment(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// parsePath drops what is no part of a repository's name: empty segments, and
// all from a tag, a digest, a query or white space on.
func parsePath(path string) string {
	if end := strings.IndexAny(path, ":@?#"+ascii.Space); end >= 0 {
		path = path[:end]
	}
	path = strings.Trim(path, "/")
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}
