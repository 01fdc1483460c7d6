package secrets

import (
	"strconv"
	"strings"
	"unicode"
)

const (
	hubHost = "docker.io"
	// hubTokenHost is the host of the keys under which docker login keeps
	// Docker Hub's OAuth tokens.
	hubTokenHost = "index.docker.io"
	httpsPort    = "443"
	// maxHostLength is the longest name that DNS can hold (RFC 1035, 2.3.4).
	maxHostLength = 253
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
// URL, or image name. It reports false for what can't name a registry.
//
// The keys under which docker login stores Docker Hub's OAuth tokens
// (https://index.docker.io/v1/access-token, .../refresh-token) are no servers:
// docker logout asks for them and posts what it gets to Docker Hub's
// token service, so a registry's password must never answer there.
func ParseServer(text string) (Server, bool) {
	text = strings.TrimSpace(text)
	scheme, rest, hasScheme := strings.Cut(text, "://")
	if !hasScheme {
		rest = text
	} else if !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return Server{}, false
	}
	authority, path, _ := strings.Cut(rest, "/")
	host, ok := parseHost(strings.ToLower(authority))
	if !ok {
		return Server{}, false
	}
	if hasScheme && host == hubTokenHost && strings.TrimSuffix(path, "/") != "v1" && path != "" {
		return Server{}, false
	}
	path = parsePath(path)
	// The path of a URL may be that of the registry's API instead of a
	// repository's, as in https://index.docker.io/v1/.
	if path == "v1" && (hasScheme || isHub(host)) || path == "v2" && hasScheme {
		path = ""
	}
	if isHub(host) {
		host = hubHost
	}
	return Server{Host: host, Path: path}, true
}

// IsHub reports whether the server is Docker Hub.
func (s Server) IsHub() bool { return s.Host == hubHost }

// parseMalformed reads the server that a text was meant to name which
// ParseServer refuses: one in quotes, with another scheme, or with a user name.
func parseMalformed(text string) (Server, bool) {
	text = strings.Trim(text, " \t\r\n\"'<>")
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	authority, path, _ := strings.Cut(text, "/")
	return ParseServer(authority[strings.LastIndexByte(authority, '@')+1:] + "/" + path)
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
// one: same host and port, and a path that is the asked one's or a
// whole-segment prefix of it.
func (s Server) Covers(asked Server) bool {
	if s.Host != asked.Host {
		return false
	}
	below, ok := strings.CutPrefix(asked.Path, s.Path)
	return ok && (s.Path == "" || below == "" || below[0] == '/')
}

// isHub knows the three names under which clients ask for Docker Hub.
func isHub(host string) bool {
	return host == hubHost || host == hubTokenHost || host == "registry-1.docker.io"
}

// parsePath drops what is no part of a repository's name: empty segments, and
// all from a tag, a digest, a query or a blank on.
func parsePath(path string) string {
	if end := strings.IndexFunc(path, endsName); end >= 0 {
		path = path[:end]
	}
	path = strings.Trim(path, "/")
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}
	return path
}

func endsName(r rune) bool {
	return strings.ContainsRune(":@?#", r) || unicode.IsSpace(r)
}

// parseHost reads host, host:port, [v6] and [v6]:port in lower case and drops
// the port 443.
func parseHost(text string) (string, bool) {
	host, port := text, ""
	if colon := strings.LastIndexByte(text, ':'); colon > strings.LastIndexByte(text, ']') {
		host, port = text[:colon], text[colon+1:]
		if !isPort(port) {
			return "", false
		}
	}
	if !isDomain(host) && !isIPv6(host) {
		return "", false
	}
	if port == "" || port == httpsPort {
		return host, true
	}
	return host + ":" + port, true
}

func isPort(text string) bool {
	number, err := strconv.ParseUint(text, 10, 16)
	return err == nil && number > 0 && text[0] != '0' && text[0] != '+'
}

// isDomain knows the host names of the distribution project's reference
// grammar, IPv4 addresses and single labels among them.
func isDomain(host string) bool {
	if len(host) > maxHostLength {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := range len(label) {
			if !isLetterOrDigit(label[i]) && label[i] != '-' {
				return false
			}
		}
	}
	return true
}

func isIPv6(host string) bool {
	if len(host) < 2 || host[0] != '[' || host[len(host)-1] != ']' {
		return false
	}
	address := host[1 : len(host)-1]
	return strings.Count(address, ":") >= 2 && strings.Trim(address, "0123456789abcdef:.") == ""
}

func isLetterOrDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
}
