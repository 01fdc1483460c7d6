package doctor

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A Style is how a report is written for people.
type Style struct {
	Color bool
	// Width is that of the terminal in columns; 0 breaks no line.
	Width int
}

// The marks of a block or a line, by the worst that is in it.
const (
	goodMark  = "✓"
	doubtMark = "!"
	wrongMark = "✗"
)

// indent stands before the lines of a block, label holds the widest of their
// labels.
const (
	indent     = "    "
	labelWidth = 11
)

// Registry returns the block of one registry.
func (s Style) Registry(r Registry) string {
	var block strings.Builder
	s.heading(&block, r.title(), r.Findings)
	line := func(label, text string) {
		block.WriteString(s.wrap(indent+fmt.Sprintf("%-*s", labelWidth, label), text))
	}
	if r.Kind != "" {
		line("secret", r.secretText())
	}
	widest := 0
	for _, v := range r.Variables {
		widest = max(widest, len(v.Name))
	}
	for i, v := range r.Variables {
		label := ""
		if i == 0 {
			label = "variables"
		}
		line(label, fmt.Sprintf("%-*s  %s", widest, v.Name, v.text()))
	}
	if r.Token != nil {
		line("token", r.Token.text())
	}
	if r.Login != Untried {
		line("login", r.Login.text())
	}
	s.findings(&block, r.Findings)
	return block.String()
}

// Rest returns the block of what concerns no single registry, and the
// summary.
func (s Style) Rest(r Report) string {
	var block strings.Builder
	s.heading(&block, "Docker and this machine", r.Findings)
	s.findings(&block, r.Findings)
	block.WriteString("\n" + summary(r) + "\n")
	return block.String()
}

func (s Style) heading(block *strings.Builder, title string, findings []Finding) {
	mark := goodMark
	for _, f := range findings {
		if f.Severity == Error {
			mark = wrongMark
		} else if mark == goodMark {
			mark = doubtMark
		}
	}
	block.WriteString(s.mark(mark) + " " + s.paint("1", printable(title)) + "\n")
}

func (s Style) findings(block *strings.Builder, findings []Finding) {
	for _, f := range findings {
		mark := doubtMark
		if f.Severity == Error {
			mark = wrongMark
		}
		block.WriteString(strings.Replace(s.wrap("  "+mark+" ", f.Message), mark, s.mark(mark), 1))
		block.WriteString(s.wrap(indent+"→ ", f.Fix))
	}
}

func (s Style) mark(mark string) string {
	switch mark {
	case goodMark:
		return s.paint("32", mark)
	case doubtMark:
		return s.paint("33", mark)
	}
	return s.paint("31", mark)
}

// paint puts text between the terminal's codes (ECMA-48, SGR).
func (s Style) paint(code, text string) string {
	if !s.Color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// wrap returns text behind its beginning, broken between words where the
// terminal ends, each further line as far in as the first.
func (s Style) wrap(beginning, text string) string {
	text = printable(text)
	column := len([]rune(beginning))
	if s.Width <= column+20 || column+len([]rune(text)) <= s.Width {
		return beginning + text + "\n"
	}
	lines, length := []string{beginning}, column
	for i, word := range strings.Split(text, " ") {
		if i > 0 && length+1+len([]rune(word)) > s.Width {
			lines = append(lines, strings.Repeat(" ", column))
			length = column
		} else if i > 0 {
			lines[len(lines)-1] += " "
			length++
		}
		lines[len(lines)-1] += word
		length += len([]rune(word))
	}
	return strings.Join(lines, "\n") + "\n"
}

// printable keeps a variable's name from writing to the terminal what is no
// text.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
}

func (r Registry) title() string {
	switch {
	case r.Image != "":
		return r.Image
	case r.Server != "":
		return r.Server
	}
	return r.Prefix + secrets.Infix + "*"
}

func (r Registry) secretText() string {
	if r.Prefix == "" {
		return kindText(r.Kind)
	}
	return "prefix " + r.Prefix + ", " + kindText(r.Kind)
}

func (v Variable) text() string {
	size := plural(v.Length, "character", "characters")
	switch v.State {
	case emptyState:
		return "empty"
	case fileState:
		return size + " in a file"
	case unreadState:
		return "not read"
	}
	return size
}

func kindText(kind helper.Kind) string {
	switch kind {
	case helper.GitHubKind:
		return "GITHUB_TOKEN"
	case helper.ExchangeKind:
		return "AWS keys, exchanged for an ECR token"
	case helper.TokenKind:
		return "ECR token of user " + ecr.TokenUser
	case helper.AmbientKind:
		return "ECR token by the ambient AWS identity"
	}
	return "user name and password"
}

func (t Token) text() string {
	until := t.Expires.UTC().Format("2006-01-02 15:04 UTC")
	switch {
	case t.Source == "cache" && t.Fresh:
		return "in the cache, good until " + until
	case t.Source == "cache":
		return "in the cache, to be renewed, good until " + until
	}
	return "good until " + until
}

func (l Login) text() string {
	switch l {
	case Accepted:
		return "accepted"
	case Open:
		return "not needed"
	case Unreadable:
		return "the image can't be read"
	case Refused:
		return "refused"
	}
	return "not possible"
}

func summary(r Report) string {
	var counts []string
	if errors := r.count(Error); errors > 0 {
		counts = append(counts, plural(errors, "error", "errors"))
	}
	if warnings := r.count(Warning); warnings > 0 {
		counts = append(counts, plural(warnings, "warning", "warnings"))
	}
	if len(counts) == 0 {
		counts = []string{"no problems found"}
	}
	return plural(len(r.Registries), "registry", "registries") + " checked, " + strings.Join(counts, ", ") + "."
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
