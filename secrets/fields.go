package secrets

import (
	"iter"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
)

// A Field is one of the values that a secret is made of.
type Field int

// The fields of a secret, in the order in which they are shown.
const (
	ServerField Field = iota
	User
	Password
	SessionToken
	WebIdentityToken
	Profile
	RoleARN
	ExternalID
	// NoField is that of a variable whose name stands for none.
	NoField
)

// A spelling is how the environment writes a field.
type spelling struct {
	// names are the ends of the variables that hold it, between spaces. The
	// first is the one that messages give; of several that are set the shortest
	// counts.
	names string
	// wrongNames are what people, and other tools, call it. They are not read.
	wrongNames string
	// mayBeFile is set if a variable may name a file that holds it.
	mayBeFile bool
}

// spelling is the table of fields.
func (f Field) spelling() spelling {
	switch f {
	case ServerField:
		return spelling{names: "SERVER", wrongNames: "URL HOST HOSTNAME REGISTRY ADDRESS ENDPOINT DOMAIN SERVER_URL LOGIN_SERVER"}
	case User:
		return spelling{names: "USER", wrongNames: "USERNAME USER_NAME USR LOGIN ACCESS_KEY_ID CLIENT_ID", mayBeFile: true}
	case Password:
		return spelling{
			names: "PASSWORD", mayBeFile: true,
			wrongNames: "PASS PASSWD PWD PSW TOKEN SECRET KEY PAT ACCESS_TOKEN SECRET_ACCESS_KEY CLIENT_SECRET",
		}
	case SessionToken:
		return spelling{names: "SESSION_TOKEN", wrongNames: "SESSION SESSIONTOKEN", mayBeFile: true}
	case WebIdentityToken:
		return spelling{
			names: "WEB_IDENTITY_TOKEN", mayBeFile: true,
			wrongNames: "WEB_IDENTITY WEBIDENTITYTOKEN AWS_WEB_IDENTITY_TOKEN IDENTITY_TOKEN ID_TOKEN OIDC OIDC_TOKEN JWT",
		}
	case Profile:
		return spelling{names: "PROFILE", wrongNames: "AWS_PROFILE PROFILE_NAME"}
	case RoleARN:
		return spelling{names: "ROLE_ARN", wrongNames: "ROLE ROLEARN"}
	case ExternalID:
		return spelling{names: "EXTERNAL_ID", wrongNames: "EXTERNALID"}
	}
	return spelling{}
}

// MayBeFile reports whether a variable may name a file that holds the field.
func (f Field) MayBeFile() bool { return f.spelling().mayBeFile }

// names are the ends of the field's variable names.
func (f Field) names() iter.Seq[string] { return strings.SplitSeq(f.spelling().names, " ") }

// String returns the end of the field's variable names that messages give.
func (f Field) String() string {
	name, _, _ := strings.Cut(f.spelling().names, " ")
	return name
}

// Infix stands between the prefix of a secret and the name of a field in a
// variable's name.
const Infix = "_CONTAINER_REGISTRY_"

// FileEnding makes a field's variable name a file that holds the value.
const FileEnding = "_FILE"

// IsSecretName reports whether a variable of this name is one of a secret's,
// or was meant to be.
func IsSecretName(name string) bool {
	_, _, ok := splitName(name)
	return ok
}

// isPrefix reports whether a variable's name can begin so for its values to be
// a secret's. Other characters would have to be kept from whoever reads the
// name in a terminal or a log, and shells take none of them.
func isPrefix(text string) bool {
	return ascii.IsAll(text, func(c byte) bool {
		return ascii.IsAlphanumeric(c) || c == '_' || c == '-' || c == '.'
	})
}

// splitName cuts a variable's name around the last Infix. What stands before
// may be no prefix.
func splitName(name string) (prefix, ending string, ok bool) {
	for at := len(name) - len(Infix); at >= 0; at-- {
		if name[at] == '_' && ascii.EqualFold(name[at:at+len(Infix)], Infix) {
			return name[:at], name[at+len(Infix):], true
		}
	}
	return "", "", false
}

// parseEnding returns the field of an ending, and whether the value is the
// name of a file. The field is NoField for what is not of the convention.
func parseEnding(ending string) (field Field, isFile bool) {
	name, isFile := ascii.CutSuffixFold(ending, FileEnding)
	for field := range NoField {
		for known := range field.names() {
			if ascii.EqualFold(name, known) && (!isFile || field.spelling().mayBeFile) {
				return field, isFile
			}
		}
	}
	return NoField, isFile
}
