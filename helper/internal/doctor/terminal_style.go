package doctor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
)

// A Style is how a report is written for people.
type Style struct {
	Color bool
	// Width is that of the terminal in columns; 0 breaks no line.
	Width int
	// IsLive is set for a terminal on which a line can be written anew.
	IsLive bool
}

// StyleOf returns the style for a terminal of a width in columns, which is 0
// for what is no terminal.
func StyleOf(width int, getenv func(string) string) Style {
	isLive := width > 0 && getenv("TERM") != "dumb"
	return Style{Color: isLive && getenv("NO_COLOR") == "", Width: width, IsLive: isLive}
}

// A mark stands before a block or a line, for the worst that is in it. Its
// color is a code of the terminal (ECMA-48, SGR).
type mark struct{ sign, color string }

func markOf(findings ...Finding) mark {
	worst := mark{"✓", "32"}
	for _, f := range findings {
		if f.Severity == Error {
			return mark{"✗", "31"}
		}
		worst = mark{"!", "33"}
	}
	return worst
}

func (s Style) heading(title string, findings []Finding) string {
	worst := markOf(findings...)
	return s.paint(worst.color, worst.sign) + " " + s.paint("1", escape.Text(title)) + "\n"
}

func (s Style) findings(findings []Finding) string {
	var lines strings.Builder
	for _, f := range findings {
		mark := markOf(f)
		line := s.wrap("  "+mark.sign+" ", f.Message)
		lines.WriteString(strings.Replace(line, mark.sign, s.paint(mark.color, mark.sign), 1))
		fix := s
		if isCommand(f.Fix) {
			fix.Width = 0 // of two lines that are pasted the shell runs each
		}
		lines.WriteString(fix.wrap(indent+"→ ", f.Fix))
	}
	return lines.String()
}

// isCommand reports whether a fix is for a shell.
func isCommand(fix string) bool {
	program, _, _ := strings.Cut(fix, " ")
	return slices.Contains([]string{helper.Name, "docker", "podman", "sudo", "chmod"}, program)
}

// paint puts text between the terminal's codes.
func (s Style) paint(code, text string) string {
	if !s.Color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// wrap returns text behind its beginning, broken between words where the
// terminal ends, each further line as far in as the first.
func (s Style) wrap(beginning, text string) string {
	column := utf8.RuneCountInString(beginning)
	wrapped, length := beginning, column
	for i, word := range strings.Split(escape.Text(text), " ") {
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
	return wrapped + "\n"
}
