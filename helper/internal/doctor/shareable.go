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
const whatIsShown = "Hosts, images, paths and prefixes are shown; AWS accounts and users, the home directory and exact lengths only with --full."

// A shortener takes from a report what tells who its user is: the ARN of an
// identity, the middle of an account's number, the home directory, and the
// length of what may be a PIN or a password that is soon guessed. Its zero value
// takes nothing.
type shortener struct {
	isOn                          bool
	arn, number, home, quotedHome *regexp.Regexp
}

func newShortener(home string) shortener {
	if len(home) < 2 {
		home = "\x00" // as no path has it
	}
	const beforePath = `(^|[^\w./-])`
	quoted := strings.TrimSuffix(escape.ShellWord(home+" "), " '")
	return shortener{
		isOn:       true,
		arn:        regexp.MustCompile(`arn:aws[-a-z]*:(?:iam|sts)::[0-9]{12}:([-a-z]+)/[A-Za-z0-9+=,.@_/-]+`),
		number:     regexp.MustCompile(`[0-9]+`),
		home:       regexp.MustCompile(beforePath + regexp.QuoteMeta(home) + `([^\w.-]|$)`),
		quotedHome: regexp.MustCompile(beforePath + regexp.QuoteMeta(quoted) + `([/\\])`),
	}
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
	if !s.isOn {
		return text
	}
	text = s.arn.ReplaceAllStringFunc(text, func(arn string) string {
		if strings.Contains(arn, ":user/") {
			return "the IAM user"
		}
		return "the role"
	})
	text = s.number.ReplaceAllStringFunc(text, func(number string) string {
		if len(number) != len("123456789012") {
			return number
		}
		return number[:4] + "…" + number[8:]
	})
	// A shell knows ~ outside of quotation marks only.
	text = s.quotedHome.ReplaceAllString(text, "${1}~${2}'")
	return s.home.ReplaceAllString(text, "${1}~${2}")
}

// length tells how long the value of a secret's variable is, in characters.
func (s shortener) length(value hidden.Text, v secrets.Variable, kind secrets.Kind) string {
	isFixed := func(text string) bool {
		isSecretKey := kind == secrets.ECRKind && v.Field == secrets.Password && ecr.IsSecretAccessKey(text)
		return isSecretKey || ecr.IsAccessKeyID(text) || len(text) == len("ghp_")+36 && strings.HasPrefix(text, "ghp_")
	}
	switch length := value.Length(); {
	case !s.isOn || length == 0 || value.Is(isFixed):
		return strconv.Itoa(length)
	case length < 12:
		return "under 12"
	}
	return "12 or more"
}
