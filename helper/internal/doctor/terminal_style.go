package doctor

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A Style is how a report is written for people.
type Style struct {
	Color bool
	// Width is that of the terminal in columns; 0 breaks no line.
	Width int
	// IsLive is set for a terminal on which a line can be written anew.
	IsLive bool
	// IsASCII is set for a locale whose terminals may have no other signs.
	IsASCII bool
	// Verbose writes all of what is well, which else is a line.
	Verbose bool
	// ForKubelet is set where kubelet's configuration is looked at, not Docker's.
	ForKubelet bool
}

// StyleOf returns the style for a terminal of a width in columns, which is 0
// for what is no terminal.
func StyleOf(width int, getenv func(string) string) Style {
	isLive := width > 0 && getenv("TERM") != "dumb"
	return Style{Color: isLive && getenv("NO_COLOR") == "", Width: width, IsLive: isLive, IsASCII: isASCII(getenv)}
}

// isASCII reports whether the locale names no encoding that has all signs. The first
// variable of the three that is set counts (POSIX, "Environment Variables", 8.2).
func isASCII(getenv func(string) string) bool {
	locale := cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG"))
	encoding := strings.ReplaceAll(ascii.Lower(locale), "-", "")
	return locale != "" && !strings.Contains(encoding, "utf8")
}

// A mark stands before a block or a line, for the worst that is in it. Its
// color is a code of the terminal (ECMA-48, SGR).
type mark struct{ sign, color string }

func (s Style) markOf(findings []Finding) mark {
	marks := []mark{{"✓", "32"}, {"!", "33"}, {"✗", "31"}}
	if s.IsASCII {
		marks = []mark{{"+", "32"}, {"!", "33"}, {"X", "31"}}
	}
	return marks[worst(findings)]
}

// worst returns 2 for an error among the findings, 1 for a warning, and 0 for none.
func worst(findings []Finding) int {
	if slices.ContainsFunc(findings, Finding.isError) {
		return 2
	}
	return min(len(findings), 1)
}

// heading returns the first line of a block: the mark of the worst that is in it, a
// title, and what else is to be said on that line.
func (s Style) heading(title, rest string, findings []Finding) string {
	mark := s.markOf(findings)
	if rest != "" {
		rest = "  " + rest
	}
	line := s.wrap(mark.sign+" ", title+rest)
	title = s.escape(title)
	return strings.Replace(line, mark.sign+" "+title, s.paint(mark.color, mark.sign)+" "+s.paint("1", title), 1)
}

func (s Style) findings(findings []Finding) string {
	arrow := "→"
	if s.IsASCII {
		arrow = "->"
	}
	var lines strings.Builder
	for _, f := range findings {
		mark := s.markOf([]Finding{f})
		line := s.wrap("  "+mark.sign+" ", f.Message)
		lines.WriteString(strings.Replace(line, mark.sign, s.paint(mark.color, mark.sign), 1))
		lines.WriteString(s.wrap(indent+arrow+" ", f.Fix))
		beginning := indent + strings.Repeat(" ", utf8.RuneCountInString(arrow)+1)
		for line := range strings.Lines(f.More) {
			line = strings.TrimSuffix(line, "\n")
			if isForPasting := strings.HasPrefix(line, " "); isForPasting {
				lines.WriteString(beginning + s.escape(line) + "\n")
				continue
			}
			lines.WriteString(s.wrap(beginning, line))
		}
	}
	return lines.String()
}

// paint puts text between the terminal's codes.
func (s Style) paint(code, text string) string {
	if !s.Color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// escape returns text as it is shown.
func (s Style) escape(text string) string {
	if s.IsASCII {
		text = strings.NewReplacer("…", "...", hidden.Mask, "***").Replace(text)
	}
	return escape.Text(text)
}
