package doctor

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// whatIsShown is for those who paste a report where everybody reads it.
const whatIsShown = "Hosts, images, paths and prefixes are shown; " +
	"AWS accounts and users, the home directory and lengths only with --full."

// A shortener takes from a report what tells who its user is: the ARN of an
// identity, the middle of an account's number, the home directory, and the
// length of what may be a PIN or a password that is soon guessed. One without
// rules takes nothing.
type shortener []struct {
	found *regexp.Regexp
	shown string
}

func newShortener(home string) shortener {
	arn, number := `arn:aws[-a-z]*:(?:iam|sts)::[0-9]{12}:`, `([0-9]{4})[0-9]{4}([0-9]{4})`
	s := shortener{
		{regexp.MustCompile(arn + `user/[A-Za-z0-9+=,.@_/-]+`), "the IAM user"},
		{regexp.MustCompile(arn + `[a-z-]+/[A-Za-z0-9+=,.@_/-]+`), "the role"},
		{regexp.MustCompile(`(^|[^0-9])` + number + `($|[^0-9])`), "${1}${2}…${3}${4}"},
	}
	s = append(s, s[len(s)-1]) // of two numbers with one character between the first is found first
	if len(home) < 2 {
		return s
	}
	const beforePath = `(^|[^\w./-])`
	quoted := strings.TrimSuffix(escape.ShellWord(home+" "), " '") // a shell knows ~ outside of quotation marks only
	return append(s, shortener{
		{regexp.MustCompile(beforePath + regexp.QuoteMeta(quoted) + `([/\\])`), "${1}~${2}'"},
		{regexp.MustCompile(beforePath + regexp.QuoteMeta(home) + `([^\w.-]|$)`), "${1}~${2}"},
	}...)
}

func (s shortener) registry(r *Registry) {
	r.Server, r.Image, r.Prefix = s.text(r.Server), s.text(r.Image), s.text(r.Prefix)
	for i := range r.Variables {
		r.Variables[i].Name = s.text(r.Variables[i].Name)
	}
	s.findings(r.Findings)
}

func (s shortener) findings(findings []Finding) {
	for i := range findings {
		findings[i].Message, findings[i].Fix = s.text(findings[i].Message), s.text(findings[i].Fix)
	}
}

func (s shortener) text(text string) string {
	for _, rule := range s {
		text = rule.found.ReplaceAllString(text, rule.shown)
	}
	return text
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
