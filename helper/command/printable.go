package command

import (
	"strings"
	"unicode"
)

// printable returns the text as one line that can't move a terminal's cursor,
// whatever a file or an argument has put into it.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, text)
}
