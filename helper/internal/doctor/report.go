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

// A Report is what an examination found. Its JSON is stable and documented
// in the README.
type Report struct {
	Schema int `json:"schema"`
	// Version is the helper's own.
	Version string `json:"version"`
	// OK is true if no finding is an error.
	OK bool `json:"ok"`
	// Registries has an entry for each secret and each registry asked for, in
	// the order of the prefixes.
	Registries []Registry `json:"registries"`
	// Findings are those that concern no single registry.
	Findings []Finding `json:"findings"`
}

// A Registry is what was found of one secret, or of a registry that no
// secret names.
type Registry struct {
	// Server is the registry, or the part of one, as the secret names it;
	// empty if it can't be told.
	Server string `json:"server"`
	// Image is the one that was asked for, if any.
	Image string `json:"image,omitempty"`
	// Prefix is empty for GITHUB_TOKEN and where there is no secret.
	Prefix string `json:"prefix"`
	// Kind is empty if another secret answers for the server, or none.
	Kind      Kind       `json:"kind,omitempty"`
	Variables []Variable `json:"variables"`
	Token     *Token     `json:"token,omitempty"`
	Login     Login      `json:"login"`
	Findings  []Finding  `json:"findings"`
}

// A Kind is how a secret comes to the credential that it answers with.
type Kind string

// The kinds of secrets.
const (
	// PasswordKind answers with USER and PASSWORD as they are.
	PasswordKind Kind = "password"
	// GitHubKind answers for its GitHub's registry with GITHUB_TOKEN.
	GitHubKind Kind = "github-token"
	// ExchangeKind has AWS keys that are exchanged for a token.
	ExchangeKind Kind = "ecr-exchange"
	// TokenKind has an ECR token that its user got from AWS.
	TokenKind Kind = "ecr-token"
	// AmbientKind asks AWS for a token with the ambient identity.
	AmbientKind Kind = "ecr-ambient"
)

// kindOf returns the kind of a secret. It may read the file of USER.
func kindOf(secret secrets.Secret, readFile func(path string) ([]byte, error)) Kind {
	switch {
	case secret.Kind == secrets.GitHubKind:
		return GitHubKind
	case secret.Kind == secrets.OwnKind:
		return PasswordKind
	case secret.IsServerAlone():
		return AmbientKind
	}
	if username, err := secret.Value(secrets.User, readFile); err == nil && username.Is(helper.IsTokenUser) {
		return TokenKind
	}
	return ExchangeKind
}

// A Variable is an entry of the environment, without its value.
type Variable struct {
	Name string `json:"name"`
	// State is set, empty, file (the value is in the file that it names), or
	// unread (nothing reads a variable of that name).
	State string `json:"state"`
	// Length is that of the value, in characters.
	Length int `json:"length"`
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
	// Source is cache, or secret for one that its user set.
	Source string `json:"source"`
	// Fresh is true if get answers with it without asking AWS.
	Fresh bool `json:"fresh"`
	// Expires is when it dies, by this machine's clock.
	Expires time.Time `json:"expires"`
}

// A Login is what came of trying the credential.
type Login string

// The results of a login.
const (
	// Untried is for a secret without an answer, for a registry that has no
	// TLS, and for all when offline.
	Untried Login = "untried"
	// Accepted is a credential that the registry takes; for an image, one
	// that reads its manifest.
	Accepted Login = "accepted"
	// Open is a registry, or an image, that needs no credential.
	Open Login = "open"
	// Refused is a credential that the registry doesn't take.
	Refused Login = "refused"
	// Unreadable is an accepted credential that doesn't read the image.
	Unreadable Login = "unreadable"
	// Failed is a registry that could not be asked.
	Failed Login = "failed"
)

// A Severity tells whether something is wrong.
type Severity string

// The severities. Only errors make a report one that is not OK.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// A Finding is something to look at.
type Finding struct {
	// Code is one of the words that the README lists.
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	// Message says what is wrong, Fix which command or variable fixes it.
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

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
