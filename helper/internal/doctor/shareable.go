package doctor

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// whatIsShown is for those who paste a report where everybody reads it.
const whatIsShown = "You can paste this in public: it shows hosts, images, paths and prefixes, " +
	"but AWS accounts and users, the home directory and lengths only with --full."

// A shortener takes from a report what tells who its user is: the ARN of an
// identity, the middle of an account's number, the home directory, and the
// length of what may be a PIN or a password that is soon guessed. One without
// rules takes nothing.
type shortener []struct {
	found *regexp.Regexp
	shown string
}

// inFull stands before a fix that would not work as it is shown.
const inFull = "in full, as doctor --full shows it: "

// newShortener takes the names of the home directory, which may be a link.
func newShortener(homes ...string) shortener {
	const arn, first, last = `arn:aws[-a-z]*:(?:iam|sts)::[0-9]{12}:`, `(^|[^0-9a-f])([0-9]{4})`, `([0-9]{4})`
	accounts := shortener{
		{regexp.MustCompile(arn + `user/[A-Za-z0-9+=,.@_/-]+`), "the IAM user"},
		{regexp.MustCompile(`arn:aws[-a-z]*:(?:iam|organizations)::\w+:policy/[A-Za-z0-9+=,.@_/-]+`), "its ARN"},
		{regexp.MustCompile(arn + `[a-z-]+/[A-Za-z0-9+=,.@_/-]+`), "the role"},
		// Letters beside a number make it a part of a digest.
		{regexp.MustCompile(first + `[0-9]{4}` + last + `($|[^0-9a-f])`), "${1}${2}…${3}${4}"},
		// In the name of a registry it may be misspelled.
		{regexp.MustCompile(first + `(?:[0-9]{2,}|-[0-9]{4}-)` + last + `(\.dkr)`), "${1}${2}…${3}${4}"},
		{regexp.MustCompile(`\(it has [0-9]+ characters`), "(it has another number of characters"},
	}
	var rules shortener // of the home first, as it may have a number in it
	for _, home := range homes {
		home = filepath.Clean(home)
		if !filepath.IsAbs(home) || os.IsPathSeparator(home[len(home)-1]) {
			continue
		}
		const before, after = `(^|[^\w./\\'-])`, `([\s"'/\\,:;)]|$)`
		quoted := strings.TrimSuffix(escape.ShellWord(home+" "), " '") // a shell knows ~ outside of quotation marks only
		rules = append(rules, shortener{
			{regexp.MustCompile(before + pattern(quoted) + `([/\\])`), "${1}~${2}'"},
			{regexp.MustCompile(before + pattern(quoted) + `'`), "${1}~"},
			{regexp.MustCompile(before + pattern(home) + after), "${1}~${2}"},
		}...)
	}
	return append(rules, accounts...)
}

// pattern matches the text itself. For a pattern each byte that is no UTF-8 is
// one U+FFFD.
func pattern(text string) string { return regexp.QuoteMeta(string([]rune(text))) }

func (s shortener) registry(r *Registry) {
	r.Server, r.Image, r.Prefix = s.text(r.Server), s.text(r.Image), s.text(r.Prefix)
	for i := range r.Variables {
		r.Variables[i].Name = s.text(r.Variables[i].Name)
	}
	s.findings(r.Findings)
}

func (s shortener) findings(findings []Finding) {
	for i := range findings {
		f := &findings[i]
		f.Message, f.Fix = s.text(f.Message), s.text(f.Fix)
		isWindows := os.PathSeparator == '\\' // most of whose shells know no ~
		if strings.Contains(f.Fix, "…") || isWindows && isCommand(f.Fix) && strings.Contains(f.Fix, "~") {
			f.Fix = inFull + f.Fix
		}
	}
}

func (s shortener) text(text string) string {
	shortened := text
	for _, rule := range s {
		shortened = rule.found.ReplaceAllString(shortened, rule.shown)
	}
	if shortened == text {
		return text
	}
	return s.text(shortened) // of two with one character between them the first was found
}

// length tells how long the value of a secret's variable is, in characters.
func (s shortener) length(value hidden.Text, v secrets.Variable, kind secrets.Kind) string {
	isFixed := func(text string) bool {
		isSecretKey := kind == secrets.ECRKind && v.Field == secrets.Password && ecr.IsSecretAccessKey(text)
		return isSecretKey || ecr.IsAccessKeyID(text) || len(text) == len("ghp_")+36 && strings.HasPrefix(text, "ghp_")
	}
	switch length := value.Length(); {
	case s == nil || length == 0 || value.Is(isFixed):
		return strconv.Itoa(length)
	case length < 12:
		return "under 12"
	}
	return "12 or more"
}
