// Package escape makes text from elsewhere safe to show: in a terminal, in a
// CI system's log, in a report of a bug. All that this program writes goes
// through it, but for the protocol's answer to a get.
//
// What is escaped is written as in Go and JSON: a backslash, a u and four
// hexadecimal digits. It is all that does not print, as control characters and
// those that change the direction of a line; marks, which print upon another
// character; and what looks blank but is not a space. So are the beginnings of
// the commands that CI systems read in a log: "##" and "#[" (Azure Pipelines,
// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands;
// TeamCity) and "::" at a text's start or behind a space (GitHub,
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
//
// This package serves this module alone, and changes with it.
package escape

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Text returns the text on one line, with what could harm escaped. Of what is
// no UTF-8 each byte becomes \ufffd.
func Text(text string) string { return escape(text, false) }

// JSON returns what encoding/json wrote with the same characters escaped, which
// stand in strings only, so that it means what it meant. Its line breaks stay.
func JSON(text string) string { return escape(text, true) }

func escape(text string, isJSON bool) string {
	var shown strings.Builder
	shown.Grow(len(text))
	for start, end := 0, 0; start < len(text); start = end {
		char, size := utf8.DecodeRuneInString(text[start:])
		end = start + size
		switch {
		case isJSON && char == '\n', isHarmless(char) && !beginsCommand(text[:start], text[start:]):
			shown.WriteString(text[start:end])
		case char == utf8.RuneError:
			shown.WriteString(`\ufffd`)
		default:
			for _, unit := range utf16.AppendRune(nil, char) {
				const hex = "0123456789abcdef"
				shown.Write([]byte{'\\', 'u', hex[unit>>12], hex[unit>>8&0xf], hex[unit>>4&0xf], hex[unit&0xf]})
			}
		}
	}
	return shown.String()
}

// beginsCommand reports whether a CI system may read a command behind what
// stands before.
func beginsCommand(before, text string) bool {
	switch {
	case strings.HasPrefix(text, "##"), strings.HasPrefix(text, "#["):
		return true
	case strings.HasPrefix(text, "::"):
		return before == "" || strings.ContainsRune(" \"", rune(before[len(before)-1]))
	}
	return false
}

func isHarmless(char rune) bool {
	if char < utf8.RuneSelf {
		return ' ' <= char && char <= '~'
	}
	return char != utf8.RuneError && unicode.IsPrint(char) && !unicode.IsMark(char) && !strings.ContainsRune(blanks, char)
}

// blanks print nothing, though Unicode has them for letters and symbols: the
// fillers of Hangul, the empty Braille pattern, the null notehead, the blanks of
// hieroglyphs, and what stands for an object.
const blanks = "\u115f\u1160\u3164\uffa0\u2800\U0001d159\U00013441\U00013442\ufffc"
