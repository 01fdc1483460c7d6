package doctor

import (
	"encoding/json"
	"io"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// schema numbers the shape of the JSON. It grows when a script that reads
// the old shape would misread the new one; new members don't count.
const schema = 1

// A Report is what an examination found. Its JSON is stable; the README tells
// what each member means.
type Report struct {
	Schema     int        `json:"schema"`
	Version    string     `json:"version"`
	OK         bool       `json:"ok"`
	Registries []Registry `json:"registries"`
	Findings   []Finding  `json:"findings"` // those that concern no single registry
}

// A Registry is what was found of one secret, or of a registry that no
// secret names.
type Registry struct {
	Server    string     `json:"server"` // empty if it can't be told
	Image     string     `json:"image,omitempty"`
	Prefix    string     `json:"prefix"`         // empty for GITHUB_TOKEN and where there is no secret
	Kind      Kind       `json:"kind,omitempty"` // empty if another secret answers for the server, or none
	Variables []Variable `json:"variables"`
	Token     *Token     `json:"token,omitempty"`
	Login     Login      `json:"login"`
	Findings  []Finding  `json:"findings"`

	fails     bool // get comes to an error
	isUnasked bool // Docker does not ask for it, nor has it to

	isIncomplete bool // the secret lacks a part of what it would answer with
}

// A Kind is how a secret comes to the credential that it answers with.
type Kind string

const (
	passwordKind    Kind = "password"         // USER and PASSWORD as they are
	gitHubKind      Kind = "github-token"     // GITHUB_TOKEN, for its GitHub's registry
	exchangeKind    Kind = "ecr-exchange"     // AWS keys that are exchanged for a token
	tokenKind       Kind = "ecr-token"        // an ECR token that its user got from AWS
	ambientKind     Kind = "ecr-ambient"      // a token that the ambient identity gets from AWS
	webIdentityKind Kind = "ecr-web-identity" // a token that the role of a web identity token gets from AWS
	profileKind     Kind = "ecr-profile"      // a token that an AWS profile gets from AWS
)

// kindOf returns the kind of a secret. It may read the file of USER.
func kindOf(secret secrets.Secret, readFile func(path string) ([]byte, error)) Kind {
	switch secret.Kind {
	case secrets.GitHubKind:
		return gitHubKind
	case secrets.OwnKind:
		return passwordKind
	}
	switch secret.Source() {
	case secrets.WebIdentitySource:
		return webIdentityKind
	case secrets.ProfileSource:
		return profileKind
	case secrets.AmbientSource:
		return ambientKind
	}
	if username, err := secret.Value(secrets.User, readFile); err == nil && username.Is(helper.IsTokenUser) {
		return tokenKind
	}
	return exchangeKind
}

// A Variable is an entry of the environment, without its value.
type Variable struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Length string `json:"length"` // of the value, or of the file's content, in characters; empty if it can't be read
}

// The states of variables.
const (
	setState    = "set"
	emptyState  = "empty"
	fileState   = "file"
	unreadState = "unread"
)

// A Token is a registry's token of limited life.
type Token struct {
	Source  string    `json:"source"` // cache, or secret for one that its user set
	Fresh   bool      `json:"fresh"`  // get answers with it without asking AWS
	Expires time.Time `json:"expires"`
}

// A Login is what came of trying the credential.
type Login string

const (
	untried    Login = "untried"    // offline, or a registry without TLS, or nothing to try
	accepted   Login = "accepted"   // for an image: its manifest can be read
	open       Login = "open"       // no credential is needed
	refused    Login = "refused"    // the registry doesn't take the credential
	unreadable Login = "unreadable" // it takes it, but doesn't give the image
	failed     Login = "failed"     // the registry could not be asked
)

// A Severity tells errors from warnings.
type Severity string

// The severities. Only errors make a report one that is not OK.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// A Finding is something to look at.
type Finding struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Fix      string   `json:"fix"` // the command or the variable that fixes it
	// More has further lines of the fix. They are the program's own words. Those that
	// begin with a space are to be pasted.
	More string `json:"more,omitempty"`
}

func (f Finding) isError() bool { return f.Severity == Error }

// count returns how many findings of a severity the report has.
func (r Report) count(severity Severity) int {
	n := 0
	for _, registry := range append(r.Registries, Registry{Findings: r.Findings}) {
		for _, finding := range registry.Findings {
			if finding.Severity == severity {
				n++
			}
		}
	}
	return n
}

// WriteJSON writes the report for scripts.
func (r Report) WriteJSON(out io.Writer) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, escape.JSON(string(text))+"\n")
	return err
}
