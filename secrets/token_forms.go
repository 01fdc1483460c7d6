package secrets

import (
	"slices"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// isToken reports whether a value is a token, or a password that nobody typed,
// and not a host's name. Below one of the usual domains a name may have any
// letters, as those of Azure's registries do.
func isToken(text string) bool {
	authority, _, _ := strings.Cut(text, "/")
	isHost := strings.ContainsAny(authority, ".:[") || ascii.EqualFold(authority, "localhost")
	name, _, _ := cutPort(ascii.Lower(authority))
	domain := strings.LastIndexByte(name, '.')
	if isHost && (ascii.Lower(authority) == authority || domain > 0 && isUsualEnd(name[domain+1:])) {
		return false
	}
	return !isHost && BeginsLikeToken(text) || hasRandomPart(text)
}

// BeginsLikeToken reports whether a text begins as the tokens of forges,
// registries and clouds do, or as base64 of JSON.
func BeginsLikeToken(text string) bool {
	for _, beginning := range []string{
		"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "gldt-", "glcbt-", "glrt-", "gloas-", "glsoat-",
		"glft-", "glptt-", "dckr_pat_", "dckr_oat_", "dop_v1_", "nvapi-", "ATATT", "cmVmd", "eyJ", "ewog", "AKCp",
		"AKIA", "ASIA", "ABIA", "ACCA",
	} {
		if strings.HasPrefix(text, beginning) {
			return true
		}
	}
	return false
}

// HoldsToken reports whether a part of a text does so, or is a private key: one in
// quotation marks, behind a user's name and a colon, or in JSON.
func HoldsToken(text string) bool {
	isBetween := func(r rune) bool { return r > '~' || strings.ContainsRune(" \t\r\n\"'`<>()[]{}:=,;|", r) }
	return strings.Contains(text, "PRIVATE KEY") || slices.ContainsFunc(strings.FieldsFunc(text, isBetween), BeginsLikeToken)
}

// hasRandomPart reports whether a part of the text, between dots, is long and
// often changes between letters and digits, or to capital letters, as what a
// machine drew does, and words with a number do not.
func hasRandomPart(text string) bool {
	for part := range strings.SplitSeq(text, ".") {
		changes := 0
		for i := 1; i < len(part); i++ {
			switch kinds := kindOf(part[i-1]) + kindOf(part[i]); kinds {
			case "a0", "0a", "A0", "0A", "aA": // Aa is how words begin
				changes++
			}
		}
		if len(part) >= 16 && changes >= 4 {
			return true
		}
	}
	return false
}

// kindOf returns "0" for a digit, "a" and "A" for letters, and nothing for
// other bytes.
func kindOf(c byte) string {
	switch {
	case ascii.IsDigit(c):
		return "0"
	case ascii.IsSmallLetter(c):
		return "a"
	case ascii.IsLetter(c):
		return "A"
	}
	return ""
}
