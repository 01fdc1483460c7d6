// Package ascii compares and classifies text of ASCII.
//
// Names, hosts and schemes are compared byte by byte with the letters of
// ASCII folded, and no others: the rules of Unicode make an i of İ (U+0130), a
// k of the sign for kelvin (U+212A) and an s of ſ (U+017F), and so one host or
// one name of two.
//
// This package serves this module alone, and changes with it.
package ascii

import "strings"

// Space is the white space of ASCII.
const Space = " \t\n\v\f\r"

// TrimSpace returns the text without the white space of ASCII at its ends.
func TrimSpace(text string) string { return strings.Trim(text, Space) }

// EqualFold compares two texts without regard to the case of ASCII letters.
func EqualFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

// Lower returns the text with the letters of ASCII in lower case.
func Lower(text string) string { return convert(text, lower) }

// Upper returns the text with the letters of ASCII in upper case.
func Upper(text string) string { return convert(text, upper) }

// convert copies a text only if a byte of it changes.
func convert(text string, to func(byte) byte) string {
	for i := range len(text) {
		if to(text[i]) == text[i] {
			continue
		}
		converted := []byte(text)
		for ; i < len(converted); i++ {
			converted[i] = to(converted[i])
		}
		return string(converted)
	}
	return text
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c - 'A' + 'a'
	}
	return c
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// CutSuffixFold is strings.CutSuffix without regard to the case of ASCII.
func CutSuffixFold(text, suffix string) (string, bool) {
	start := max(0, len(text)-len(suffix))
	if !EqualFold(text[start:], suffix) {
		return text, false
	}
	return text[:start], true
}

// CutPrefixFold is strings.CutPrefix without regard to the case of ASCII, but
// for what is left of a text without the prefix.
func CutPrefixFold(text, prefix string) (rest string, ok bool) {
	end := min(len(text), len(prefix))
	return text[end:], EqualFold(text[:end], prefix)
}
