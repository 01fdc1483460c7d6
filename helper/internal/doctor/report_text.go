package doctor

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

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
