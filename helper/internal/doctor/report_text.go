package doctor

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// Show examines as Examine does, and writes the report for people. On a terminal a
// line says meanwhile who is awaited.
func (d Doctor) Show(ctx context.Context, names []string, out io.Writer, s Style) (Report, error) {
	var p progress
	stop := func() {}
	if s.IsLive {
		stop = s.startLine(out, &p)
	}
	report, err := d.examine(ctx, names, &p)
	stop()
	if err != nil {
		return Report{}, err
	}
	s.ForKubelet = d.Provider != nil
	text := report.text(s)
	if !d.Full {
		text += s.wrap("", whatIsShown)
	}
	_, _ = io.WriteString(out, text)
	return report, nil
}

// A block is what a report says of a registry, or of the machine.
type block struct {
	title    string
	findings []Finding
	text     string
}

// text returns the report in the order of the registries, but that what is well comes
// first, on a line for each, and errors last, where they are seen. The summary names
// these.
func (r Report) text(s Style) string {
	machine := "Docker and this machine"
	if s.ForKubelet {
		machine = "Kubelet's configuration"
	}
	var blocks []block
	for _, registry := range r.Registries {
		blocks = append(blocks, block{registry.title(), registry.Findings, registry.text(s)})
	}
	blocks = append(blocks, block{machine, r.Findings, s.heading(machine, "", r.Findings) + s.findings(r.Findings)})
	slices.SortStableFunc(blocks, func(a, b block) int { return cmp.Compare(worst(a.findings), worst(b.findings)) })
	var text strings.Builder
	var failing []string
	isLine := true
	for _, b := range blocks {
		wasLine := isLine
		if isLine = strings.Count(b.text, "\n") == 1; !isLine || !wasLine {
			text.WriteString("\n")
		}
		text.WriteString(b.text)
		if slices.ContainsFunc(b.findings, Finding.isError) {
			failing = append(failing, b.title)
		}
	}
	text.WriteString("\n" + r.summary() + "\n")
	if failing != nil {
		text.WriteString(s.wrap("", "Errors: "+strings.Join(failing, ", ")+"."))
	}
	return strings.TrimPrefix(text.String(), "\n")
}

// indent stands before the lines of a block, label holds the widest of their
// labels.
const (
	indent     = "    "
	labelWidth = 11
)

// text returns the block of one registry.
func (r Registry) text(s Style) string {
	if len(r.Findings) == 0 && !s.Verbose {
		secret := r.Kind.text()
		if r.Prefix != "" {
			secret = "prefix " + r.Prefix
		}
		if r.Kind == "" {
			return s.heading(r.title(), secret+", without user and password: another secret answers", nil)
		}
		return s.heading(r.title(), secret+", login "+r.loginText(), nil)
	}
	lines := []string{s.heading(r.title(), "", r.Findings)}
	line := func(label, text string) {
		lines = append(lines, s.wrap(indent+fmt.Sprintf("%-*s", labelWidth, label), text))
	}
	if r.Kind != "" {
		prefix := ""
		if r.Prefix != "" {
			prefix = "prefix " + r.Prefix + ", "
		}
		text := r.Kind.text()
		if r.isIncomplete {
			text = "incomplete"
		}
		line("secret", prefix+text)
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
		passwordKind:    "user name and password",
		gitHubKind:      "GITHUB_TOKEN",
		exchangeKind:    "AWS keys, exchanged for an ECR token",
		tokenKind:       "ECR token of user " + ecr.TokenUser,
		ambientKind:     "ECR token by the ambient AWS identity",
		profileKind:     "ECR token by an AWS profile",
		webIdentityKind: "ECR token by a web identity token and its role",
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
	switch {
	case r.isUnasked:
		return "not tried: Docker does not ask for it until you run " + configure(r.Server)
	case r.Login == untried && strings.Contains(r.Server, "*"):
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
