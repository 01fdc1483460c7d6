package clientconfig

import (
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// notShown stands for a key that may hold anything.
const notShown = "(not shown)"

// ShownKey returns what may be shown of a key of credHelpers or auths, where
// people have pasted tokens, and URLs with passwords: its host, and its path if
// that could be a repository's. What is left out of it is "...". A key that
// names no host, or one without a domain, is not shown at all.
func ShownKey(key string) string {
	start, end := 0, len(key)
	for _, scheme := range []string{"https://", "http://"} {
		if strings.HasPrefix(key, scheme) {
			start = len(scheme)
		}
	}
	if length := strings.IndexAny(key[start:], "/?#"); length >= 0 {
		end = start + length
	}
	at := strings.LastIndexByte(key[:end], '@')
	if strings.Contains(key[end:], "@") || !isSurelyHost(key[max(start, at+1):end]) {
		return notShown
	}
	host, path := key[:end], key[end:]
	if at >= 0 {
		host = "..." + key[at:end]
	}
	switch {
	case isShortPath(path):
		return host + path
	case path[0] == '/':
		return host + "/..."
	}
	return host + "..."
}

// shownSetting returns what may be shown of a key beside auths: a word, as all
// of Docker's settings are.
func shownSetting(key string) string {
	if len(key) <= 20 && isOf(strings.ToLower(key), letters) {
		return key
	}
	return notShown
}

// isSurelyHost reports whether a text is an IP address, localhost, or a host
// below a domain that ends in a word, as that of no token does.
func isSurelyHost(text string) bool {
	server, ok := secrets.ParseServer(text)
	host, _, _ := strings.Cut(server.Host, ":")
	dot := strings.LastIndexByte(host, '.')
	switch {
	case !ok || secrets.BeginsLikeToken(text):
		return false
	case text[0] == '[', host == "localhost", isOf(host, digits+".") && strings.Count(host, ".") == 3:
		return true
	}
	return dot > 0 && isOf(host[dot+1:], letters) && len(host)-dot <= 20
}

// isShortPath reports whether each part of a path has the signs of a repository's
// name, and fewer than most tokens.
func isShortPath(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if len(part) > 30 || !isOf(part, letters+digits+"._-") {
			return false
		}
	}
	return true
}

const (
	letters = "abcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
)

func isOf(text, signs string) bool { return strings.Trim(text, signs) == "" }
