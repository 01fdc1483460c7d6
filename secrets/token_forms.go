package secrets

import "strings"

// isToken reports whether a SERVER is a token, or a password of a length that
// nobody types, and not a host's name.
func isToken(text string) bool {
	if hasTokenBeginning(text) {
		return true
	}
	authority, _, _ := strings.Cut(text, "/")
	if strings.ContainsAny(authority, ".:[") || EqualFold(authority, "localhost") {
		return false
	}
	return hasRandomPart(text)
}

// hasTokenBeginning knows how the tokens of forges, registries and clouds
// begin, and what is base64 of JSON, as JSON Web Tokens are.
func hasTokenBeginning(text string) bool {
	for _, beginning := range []string{
		"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "gldt-", "glcbt-", "glrt-", "gloas-", "glsoat-", "dckr_pat_", "dckr_oat_",
		"dop_v1_", "nvapi-", "ATATT", "cmVmd", "eyJ", "AKCp",
	} {
		if strings.HasPrefix(text, beginning) {
			return true
		}
	}
	for _, beginning := range []string{"npm_", "hvs.", "ya29."} { // as names of hosts may, too
		if rest, ok := strings.CutPrefix(text, beginning); ok && !strings.ContainsAny(rest, ".:") && hasRandomPart(rest) {
			return true
		}
	}
	return false
}

// randomLength is how long a run of letters and digits is that nobody types.
const randomLength = 16

// hasRandomPart reports whether a part of the text, between hyphens,
// underscores and slashes, is long and mixes letters with digits, or small
// ones with capital ones.
func hasRandomPart(text string) bool {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '-' || r == '_' || r == '/' }) {
		hasDigit := strings.ContainsAny(part, "0123456789")
		isMixed := Lower(part) != part && FoldPrefix(part) != part
		hasLetter := Lower(part) != FoldPrefix(part)
		if len(part) >= randomLength && !strings.ContainsAny(part, " ,;*") && hasLetter && (hasDigit || isMixed) {
			return true
		}
	}
	return false
}
