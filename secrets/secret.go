package secrets

import (
	"strings"
	"unicode/utf8"
)

// A Field is one of the values that a secret is made of.
type Field int

// The fields of a secret, each the end of a variable's name.
const (
	ServerField Field = iota
	User
	Password
	SessionToken
	RoleARN
	ExternalID
	fieldCount
)

// Infix stands between the prefix of a secret and the name of a field in a
// variable's name.
const Infix = "_CONTAINER_REGISTRY_"

// fileEnding makes a field's variable name a file that holds the value.
const fileEnding = "_FILE"

// String returns the end of the field's variable names.
func (f Field) String() string {
	return [fieldCount]string{"SERVER", "USER", "PASSWORD", "SESSION_TOKEN", "ROLE_ARN", "EXTERNAL_ID"}[f]
}

func (f Field) mayBeFile() bool {
	return f == User || f == Password || f == SessionToken
}

// A variable is one entry of the environment, its name as it is spelled there.
type variable struct{ name, value string }

func (v variable) isSet() bool { return v.value != "" }

// A Secret is what the environment says of one registry: the variables of
// one prefix.
type Secret struct {
	// Prefix is what the names of the secret's variables begin with, in upper
	// case.
	Prefix string
	// Server is the registry, or the part of one, that the secret is for.
	Server Server

	direct [fieldCount]variable
	file   [fieldCount]variable
}

// ServerText returns the value of SERVER as its owner spelled it, trimmed.
func (s Secret) ServerText() string { return s.direct[ServerField].value }

// ServerVariable returns the name of the variable that holds the server.
func (s Secret) ServerVariable() string { return s.Variable(ServerField) }

// Has reports whether the field is set, directly or by a file's name. It
// opens no file.
func (s Secret) Has(f Field) bool {
	return s.direct[f].isSet() || s.file[f].isSet()
}

// IsInFile reports whether the field's value is that of a file.
func (s Secret) IsInFile(f Field) bool {
	return !s.direct[f].isSet() && s.file[f].isSet()
}

// Variable returns the name of the variable that holds the field or names
// its file, as it is spelled in the environment; for a field that is not set,
// the name to set.
func (s Secret) Variable(f Field) string {
	switch {
	case s.direct[f].isSet():
		return s.direct[f].name
	case s.file[f].isSet():
		return s.file[f].name
	}
	return s.Prefix + Infix + f.String()
}

// Missing returns the names of the variables without which the secret can't
// answer: USER and PASSWORD, or none. With serverAlone a secret that has
// neither of the two, nor a SESSION_TOKEN that belongs to them, lacks nothing.
func (s Secret) Missing(serverAlone bool) []string {
	if serverAlone && !s.Has(User) && !s.Has(Password) && !s.Has(SessionToken) {
		return nil
	}
	var names []string
	for _, f := range []Field{User, Password} {
		if !s.Has(f) {
			names = append(names, s.Variable(f))
		}
	}
	return names
}

// Value returns the field's value, empty if it is not set. A file is read
// only here, by readFile, and only if the field is not set directly.
// A value is valid UTF-8. Errors name the variable and no value.
func (s Secret) Value(f Field, readFile func(path string) ([]byte, error)) (string, error) {
	if s.direct[f].isSet() {
		return checkText(s.direct[f])
	}
	file := s.file[f]
	if !file.isSet() {
		return "", nil
	}
	content, err := readFile(file.value)
	if err != nil {
		return "", &ValueError{Variable: file.name, Problem: "names a file that can't be read (" + fileProblem(err) + ")"}
	}
	held := variable{name: file.name, value: f.clean(strings.TrimPrefix(string(content), byteOrderMark))}
	if !held.isSet() {
		return "", &ValueError{Variable: file.name, Problem: "names an empty file"}
	}
	return checkText(held)
}

// clean drops what is no part of a value: white space around it, but of a
// password or token, which may begin and end as they like, only the newline
// that editors and echo leave at the end. Around a server it is that of ASCII,
// as ParseServer has it.
func (f Field) clean(value string) string {
	switch f {
	case ServerField:
		return TrimSpace(value)
	case User, RoleARN, ExternalID:
		return strings.TrimSpace(value)
	}
	if line, ok := strings.CutSuffix(value, "\n"); ok {
		return strings.TrimSuffix(line, "\r")
	}
	return value
}

// byteOrderMark is what some editors put before a file's text.
const byteOrderMark = "\ufeff"

func checkText(v variable) (string, error) {
	if strings.ContainsRune(v.value, 0) {
		return "", &ValueError{Variable: v.name, Problem: "has a NUL byte in it"}
	}
	if !utf8.ValidString(v.value) {
		return "", &ValueError{Variable: v.name, Problem: "is not valid UTF-8 text"}
	}
	return v.value, nil
}

// A ValueError tells which variable holds a value that can't be used.
type ValueError struct {
	Variable string
	// Problem goes on from the variable's name: "names an empty file".
	Problem string
}

func (e *ValueError) Error() string { return e.Variable + " " + e.Problem }
