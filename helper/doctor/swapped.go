package doctor

import (
	"errors"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// IsServerAPassword reports whether SERVER of a secret seems to hold a
// password or a token, as when it was swapped with PASSWORD. Such a value is
// neither to be shown nor to be written or asked for. It opens no file.
func IsServerAPassword(secret secrets.Secret) bool {
	text := secret.ServerText()
	if text == "" || secret.Prefix == "" {
		return false
	}
	if hasTokenBeginning(text) {
		return true
	}
	rest := text
	if _, after, ok := strings.Cut(text, "://"); ok {
		rest = after
	}
	authority, _, _ := strings.Cut(rest, "/")
	for label := range strings.SplitSeq(authority, ".") {
		if len(label) > maxLabel {
			return true
		}
	}
	if strings.ContainsAny(authority, ".:[") || strings.EqualFold(authority, "localhost") || rest != text {
		return false
	}
	password, err := secret.Value(secrets.Password, func(string) ([]byte, error) { return nil, errNotOpened })
	return err == nil && isHostName(password) || hasRandomPart(text)
}

var errNotOpened = errors.New("not opened")

// maxLabel is the longest part of a name between two dots, in bytes
// (RFC 1035, 2.3.4).
const maxLabel = 63

// hasTokenBeginning knows how the tokens of forges, registries and clouds
// begin, and what is base64 of JSON, as JSON Web Tokens are.
func hasTokenBeginning(text string) bool {
	for _, beginning := range []string{
		"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "gldt-", "glcbt-", "dckr_pat_", "dckr_oat_", "dop_v1_",
		"npm_", "hvs.", "cmVmd", "eyJ", "AKCp",
	} {
		if strings.HasPrefix(text, beginning) {
			return true
		}
	}
	return false
}

// isHostName reports whether a password looks like the name of a registry.
func isHostName(password string) bool {
	server, ok := secrets.ParseServer(password)
	return ok && strings.Contains(server.Host, ".") && strings.ToLower(password) == password
}

// randomLength is how long a run of letters and digits is that nobody types.
const randomLength = 16

// hasRandomPart reports whether a part of the text, between hyphens and
// slashes, is long and mixes letters with digits, or small ones with capital
// ones.
func hasRandomPart(text string) bool {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '-' || r == '/' }) {
		hasDigit := strings.ContainsAny(part, "0123456789")
		isMixed := strings.ToLower(part) != part && strings.ToUpper(part) != part
		hasLetter := strings.ToLower(part) != strings.ToUpper(part)
		if len(part) >= randomLength && !strings.ContainsAny(part, " ,;*") && hasLetter && (hasDigit || isMixed) {
			return true
		}
	}
	return false
}

// swapped is about a SERVER that holds a password. It is not shown.
func swapped(secret secrets.Secret) Finding {
	name := secret.ServerVariable()
	return wrong("looks-like-password", name+" looks like a password or token, so it is neither shown nor asked",
		"set "+name+" to the registry, as in mycompany.azurecr.io, and the password in "+secret.Prefix+secrets.Infix+secrets.Password.String())
}
