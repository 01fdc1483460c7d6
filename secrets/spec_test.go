package secrets

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What follows reads servers by their specifications and shares nothing with
// the code: scheme and authority by RFC 3986 (3.1, 3.2), the domain by the
// grammar of https://pkg.go.dev/github.com/distribution/reference with the
// underscore as a letter more, lengths by RFC 1035 (2.3.4). Classes of
// characters are spelled out, since (?i) folds by the rules of Unicode.
const (
	specSpace  = `[\t-\r ]`
	specScheme = `([Hh][Tt][Tt][Pp][Ss]?|[Oo][Cc][Ii])://`
	specLabel  = `[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?`
	specHost   = `(?P<domain>` + specLabel + `(\.` + specLabel + `)*)|\[(?P<v6>[0-9A-Fa-f:.]+)\]`
)

var (
	specServer = regexp.MustCompile(`^` + specSpace + `*(?P<scheme>` + specScheme + `)?(` + specHost + `)(:(?P<port>[1-9][0-9]*))?(?P<rest>/(?s:.*))?$`)
	// specLeadsAnywhere is a path that a registry may read as another one.
	specLeadsAnywhere = regexp.MustCompile(`^/([^:@?#\t-\r ]*/)?([^/:@?#\t-\r ]*%|\.\.?(/|[:@?#\t-\r ]|$))`)
	// specHubTokens is where the keys of Docker Hub's OAuth tokens may be.
	specHubTokens = regexp.MustCompile(`^/+[vV]1/+[^/]|%|(^|/)\.\.?(/|$)`)
)

// specified returns the host that a text names, with its port unless that is
// 443, and the text behind it.
func specified(text string) (host, rest string, ok bool) {
	match := specServer.FindStringSubmatch(regexp.MustCompile(specSpace+`+$`).ReplaceAllString(text, ""))
	if match == nil {
		return "", "", false
	}
	part := func(name string) string { return match[specServer.SubexpIndex(name)] }
	host = part("domain")
	if v6 := part("v6"); v6 != "" {
		address, err := netip.ParseAddr(v6)
		if err != nil || !address.Is6() {
			return "", "", false
		}
		host = "[" + v6 + "]"
	} else {
		for _, label := range strings.Split(host, ".") {
			if len(label) > 63 {
				return "", "", false
			}
		}
		if len(host) > 253 {
			return "", "", false
		}
	}
	host = strings.ToLower(host) // of ASCII: the grammar knows nothing else
	if port := part("port"); port != "" {
		if number, err := strconv.Atoi(port); err != nil || number > 65535 {
			return "", "", false
		}
		if port != "443" {
			host += ":" + port
		}
	}
	switch host {
	case "docker.io", "index.docker.io", "registry-1.docker.io":
		if specHubTokens.MatchString(part("rest")) {
			return "", "", false
		}
		host = "docker.io"
	}
	return host, part("rest"), true
}

// Invariants: ParseServer takes what the specifications take, as the host that
// they say, and nothing else; its path is the repository's, without what
// stands around that; what it returns is in its one form, and so comes back
// unchanged when it is read again.
func FuzzParseServer(f *testing.F) {
	for _, seed := range []string{
		"ghcr.io", "https://index.docker.io/v1/", "h:443/a//b/:1/", "[::1]:5000/x@y", "HTTP://H/v2", "docker.io/v2/x", "docker.io/v1/x", "docker.io/%76", "docker.io/../x", "h/a  #b",
		// What was read amiss once, and its kin.
		"registry.gİtlab.com", "\u212aorp.example", "http\u017f://h", "my_registry:5000", "oci://h/charts", "h.", "h.:443", "h:0443", "h:65536",
		"https://index.docker.io/v1/refresh-token", "[fe80::1%25eth0]", "[::1::]", "[::1.2.3.4]", "user@h", "gh%63r.io", `h\x`, "h\x00", "h\t/x", "\ufeffh",
		strings.Repeat("a", 64), strings.Repeat("a.", 126) + "ab", "h:443:443", "://h", "https://https://h", "h?x", "h#x", " \v\fh\r\n", "https://h:/",
		"h/a://b", "h/https://evil.example/", "h?https://evil.example", "ftp://h", "ftp:5000://h",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		server, ok := ParseServer(text)
		host, rest, wantOK := specified(text)
		if ok != wantOK || server.Host != host {
			t.Fatalf("ParseServer(%q) = %+v, %v, want the host %q, %v", text, server, ok, host, wantOK)
		}
		if !ok {
			return
		}
		if path := server.Path; path != "" {
			repository := regexp.MustCompile(`^/[^:@?#\t-\r ]*`).FindString(rest)
			if segments := regexp.MustCompile(`/+`).ReplaceAllString(strings.Trim(repository, "/"), "/"); path != segments {
				t.Errorf("ParseServer(%q) = %+v, want the path %q", text, server, segments)
			}
		}
		again, ok := ParseServer(server.String())
		if !ok || again != server {
			t.Errorf("ParseServer(%q) = %+v, and of its text %q = %+v, %v", text, server, server, again, ok)
		}
		if !server.Covers(server) {
			t.Errorf("%+v does not cover itself", server)
		}
	})
}

// Invariant: a secret's password never answers for a registry of another host
// or port than its SERVER names, nor for what names none.
func FuzzFind(f *testing.F) {
	f.Add("ghcr.io", "ghcr.io.evil.example", "https://ghcr.io/v2/")
	f.Add("docker.io", "index.docker.io/library/x", "dhi.io")
	f.Add("h:5000/a", "h/a", "h:5000/a/b")
	f.Add("registry.gitlab.com", "registry.gİtlab.com", "registry.gİtlab.com/a/b")
	f.Add("kelvin.example", "\u212aelvin.example", "\u212aelvin.example")
	f.Add("h", "h.", "h.")
	f.Add("h\u00a0", "h", "h\u00a0")
	f.Fuzz(func(t *testing.T, server, other, asked string) {
		set := FromEnviron(environ(triple("A", server, "u", "p"), triple("B", other, "v", "q")), noECR)
		want, ok := ParseServer(asked)
		if !ok {
			return
		}
		secret, ok := set.Find(want)
		if !ok {
			return
		}
		askedHost, _, askedOK := specified(asked)
		host, _, hostOK := specified(secret.ServerText())
		if host != askedHost || !askedOK || !hostOK {
			t.Errorf("the secret of %q answers for %q", secret.ServerText(), asked)
		}
	})
}
