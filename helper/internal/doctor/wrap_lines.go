package doctor

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// startable are the programs that commands in fixes begin with.
const startable = helper.Name + "|docker|podman|sudo|chmod"

// isCommand reports whether a fix is for a shell.
func isCommand(fix string) bool {
	program, _, _ := strings.Cut(fix, " ")
	return slices.Contains(strings.Split(startable, "|"), program)
}

// command matches what is for a shell in a text: at its start, behind a colon, or
// where it says so, up to where the text goes on outside of quotation marks.
const command = `(^|: |run |see )(` + startable + `) ([^;,('"]|'[^']*')*`

// unbroken stands for a space at which no line may break.
const unbroken = "\x00"

// wrap returns text behind its beginning, broken between words where the
// terminal ends, each further line as far in as the first. A command stays on one
// line: of two that are pasted a shell runs each.
func (s Style) wrap(beginning, text string) string {
	text = s.escape(text)
	if s.Width == 0 {
		return beginning + text + "\n"
	}
	text = regexp.MustCompile(command).ReplaceAllStringFunc(text, func(command string) string {
		return strings.ReplaceAll(strings.TrimRight(command, " "), " ", unbroken) + command[len(strings.TrimRight(command, " ")):]
	})
	column := utf8.RuneCountInString(beginning)
	wrapped, length := beginning, column
	for i, word := range strings.Split(text, " ") {
		width := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case s.Width > column+20 && length+1+width > s.Width:
			wrapped += "\n" + strings.Repeat(" ", column)
			length = column
		default:
			wrapped += " "
			length++
		}
		wrapped += word
		length += width
	}
	return strings.ReplaceAll(wrapped, unbroken, " ") + "\n"
}

// cut returns what of text stands on a line of the terminal behind so many columns.
func (s Style) cut(text string, columns int) string {
	more, shown := s.escape("…"), []rune(s.escape(text))
	if fit := s.Width - columns - len([]rune(more)); len(shown) > fit {
		return string(shown[:max(0, fit)]) + more
	}
	return string(shown)
}
