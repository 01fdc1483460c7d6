package doctor

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
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

// Show examines as Examine does, and writes the report for people: each
// registry as soon as it is examined.
func (d Doctor) Show(ctx context.Context, names []string, out io.Writer, s Style) (report Report, err error) {
	blocks := make(chan string)
	go func() {
		defer close(blocks)
		if report, err = d.examine(ctx, names, func(r Registry) { blocks <- r.text(s) + "\n" }); err == nil {
			rest := report.rest(s)
			if !d.Full {
				rest += s.wrap("", whatIsShown)
			}
			blocks <- rest
		}
	}()
	if s.IsLive {
		writeLive(out, "asking the registries ...", blocks)
	}
	for block := range blocks {
		_, _ = io.WriteString(out, block)
	}
	return report, err
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

// indent stands before the lines of a block, label holds the widest of their
// labels.
const (
	indent     = "    "
	labelWidth = 11
)

// text returns the block of one registry.
func (r Registry) text(s Style) string {
	lines := []string{s.heading(r.title(), r.Findings)}
	line := func(label, text string) {
		lines = append(lines, s.wrap(indent+fmt.Sprintf("%-*s", labelWidth, label), text))
	}
	if r.Kind != "" {
		prefix := ""
		if r.Prefix != "" {
			prefix = "prefix " + r.Prefix + ", "
		}
		line("secret", prefix+r.Kind.text())
	}
	widest := 0
	for _, v := range r.Variables {
		widest = max(widest, len(v.Name))
	}
	label := "variables"
	for _, v := range r.Variables {
		line(label, fmt.Sprintf("%-*s  %s", widest, v.Name, v.text()))
		label = ""
	}
	if r.Token != nil {
		line("token", r.Token.text())
	}
	if r.Login != untried || r.lacksLogin() {
		line("login", r.loginText())
	}
	return strings.Join(append(lines, s.findings(r.Findings)), "")
}

// rest returns the block of what concerns no single registry, and the
// summary.
func (r Report) rest(s Style) string {
	return s.heading("Docker and this machine", r.Findings) + s.findings(r.Findings) + "\n" + r.summary() + "\n"
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

func (r Registry) title() string {
	switch {
	case r.Image != "":
		return r.Image
	case r.Server != "":
		return r.Server
	}
	return r.Prefix + secrets.Infix + "*"
}

func (v Variable) text() string {
	size := v.Length + " characters"
	switch {
	case v.Length == "1":
		size = "1 character"
	case v.Length == "" && v.State == fileState:
		return "in a file that can't be read"
	}
	return map[string]string{setState: size, emptyState: "empty", fileState: size + " in a file", unreadState: "not read"}[v.State]
}

func (k Kind) text() string {
	return map[Kind]string{
		passwordKind: "user name and password",
		gitHubKind:   "GITHUB_TOKEN",
		exchangeKind: "AWS keys, exchanged for an ECR token",
		tokenKind:    "ECR token of user " + ecr.TokenUser,
		ambientKind:  "ECR token by the ambient AWS identity",
	}[k]
}

func utc(at time.Time) string { return at.UTC().Format("2006-01-02 15:04 UTC") }

func (t Token) text() string {
	until := "good until " + utc(t.Expires)
	switch {
	case t.Source == "cache" && t.Fresh:
		return "in the cache, " + until
	case t.Source == "cache":
		return "in the cache, to be renewed, " + until
	}
	return until
}

func (l Login) text() string {
	return map[Login]string{
		untried:    "not tried",
		accepted:   "accepted",
		open:       "not needed, so the password was not tried",
		refused:    "refused",
		unreadable: "the image can't be read",
		failed:     "not possible",
	}[l]
}

func (r Registry) loginText() string {
	if r.Login == untried && strings.Contains(r.Server, "*") {
		return "not tried: to try it, name one of these registries as an argument"
	}
	return r.Login.text()
}

// lacksLogin reports whether nobody can tell what a login would have come to.
func (r Registry) lacksLogin() bool {
	return r.Login == untried && r.Kind != "" && !slices.ContainsFunc(r.Findings, Finding.isError)
}

func (r Report) summary() string {
	found := "no problems found"
	if errors, warnings := r.count(Error), r.count(Warning); errors+warnings > 0 {
		found = plural(errors, "error", "errors") + ", " + plural(warnings, "warning", "warnings")
	}
	untriedLogins := 0
	for _, registry := range r.Registries {
		if registry.lacksLogin() {
			untriedLogins++
		}
	}
	if untriedLogins > 0 {
		found = plural(untriedLogins, "login", "logins") + " not tried, " + found
	}
	return plural(len(r.Registries), "registry", "registries") + " checked, " + found + "."
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
