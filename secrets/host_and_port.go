package secrets

import (
	"strconv"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

const (
	httpsPort = "443"
	// maxHostLength and maxLabelLength are those of the names that DNS can
	// hold (RFC 1035, 2.3.4), in bytes.
	maxHostLength  = 253
	maxLabelLength = 63
)

// parseHost reads host, host:port, [v6] and [v6]:port in lower case and drops
// the port 443.
func parseHost(text string) (string, bool) {
	host, ok := parseHostPattern(text)
	return host, ok && !hasWildcard(host)
}

// parseHostPattern does so, and takes a wildcard for a letter.
func parseHostPattern(text string) (string, bool) {
	host, port, hasPort := cutPort(text)
	switch {
	case hasPort && !isPort(port):
		return "", false
	case !isDomain(host) && !isIPv6(host):
		return "", false
	case port == httpsPort:
		return host, true
	}
	return text, true
}

// cutPort cuts at the colon behind a host.
func cutPort(text string) (host, port string, ok bool) {
	colon := strings.LastIndexByte(text, ':')
	if colon <= strings.LastIndexByte(text, ']') {
		return text, "", false
	}
	return text[:colon], text[colon+1:], true
}

func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil && text[0] != '0'
}

// isDomain knows the host names of the distribution project's reference
// grammar, IPv4 addresses and single labels among them. An underscore is a
// letter more: container engines give such names, and most clients take them.
// So is a wildcard, which parseHost refuses.
func isDomain(host string) bool {
	if len(host) > maxHostLength {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > maxLabelLength || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if !ascii.IsAll(label, func(c byte) bool {
			return ascii.IsDigit(c) || 'a' <= c && c <= 'z' || c == '-' || c == '_' || c == wildcard[0]
		}) {
			return false
		}
	}
	return true
}

// isAddress reports whether a host, with or without port, is an IP address.
func isAddress(host string) bool {
	name, _, _ := cutPort(host)
	return isIPv4(name) || isIPv6(name)
}

// isIPv6 knows the addresses of RFC 3986, 3.2.2, in brackets and in lower
// case. One with a zone is none: it means something on one machine only.
func isIPv6(host string) bool {
	if len(host) < 2 || host[0] != '[' || host[len(host)-1] != ']' {
		return false
	}
	start, end, isShort := strings.Cut(host[1:len(host)-1], "::")
	if !isShort {
		groups, ok := countGroups(start, true)
		return ok && groups == 8
	}
	before, ok := countGroups(start, false)
	after, isEnd := countGroups(end, true)
	return ok && isEnd && before+after < 8
}

// countGroups counts the 16-bit groups of a part of an IPv6 address. The last
// two may be written as an IPv4 address where the address ends.
func countGroups(text string, isEnd bool) (count int, ok bool) {
	if text == "" {
		return 0, true
	}
	groups := strings.Split(text, ":")
	last := len(groups) - 1
	if isEnd && isIPv4(groups[last]) {
		groups, count = groups[:last], 2
	}
	for _, group := range groups {
		if len(group) > 4 || !ascii.IsAll(group, ascii.IsHexDigit) {
			return 0, false
		}
	}
	return count + len(groups), true
}

func isIPv4(text string) bool {
	numbers := strings.Split(text, ".")
	for _, number := range numbers {
		_, err := strconv.ParseUint(number, 10, 8)
		if err != nil || len(number) > 1 && number[0] == '0' {
			return false
		}
	}
	return len(numbers) == 4
}
