package secrets

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// A Use is what becomes of a variable.
type Use int

// What becomes of a variable.
const (
	// Used is one that its field's value comes from.
	Used Use = iota
	// Outdone is one beside another of its field that comes first.
	Outdone
	// Empty counts as unset.
	Empty
	// NotRead is one whose name only looks like one of a secret's. Its field is
	// the one that it seems to stand for, or NoField.
	NotRead
	// implied is one that is not in the environment: its field has this value
	// nevertheless.
	implied
)

// A Variable is one entry of the environment that is of a secret, or seems to
// be.
type Variable struct {
	// Name is as the environment spells it.
	Name  string
	Field Field
	// IsFile is set if the value is the path of a file that holds the field's.
	IsFile bool
	Use    Use

	raw   hidden.Text
	value hidden.Text // raw without what is no part of it
}

// parseVariable reads the variable of a name with this ending.
func parseVariable(name, ending, value string) Variable {
	field, isFile := parseEnding(ending)
	v := newVariable(name, field, isFile, value)
	if field == NoField {
		v.Use, v.Field = NotRead, meantField(ending)
		v.IsFile = isFile && v.Field.spelling().mayBeFile
	}
	return v
}

func newVariable(name string, field Field, isFile bool, raw string) Variable {
	v := Variable{Name: name, Field: field, IsFile: isFile, raw: hidden.Of(raw)}
	v.value = v.raw.Map(field.clean)
	if isFile {
		v.value = v.raw.Map(strings.TrimSpace) // a path
	}
	return v
}

// Raw returns what stands in the variable, or in the file that it names, with
// nothing cut off. It opens no file by a relative path, which another client
// would take for another file.
func (v Variable) Raw(readFile func(path string) ([]byte, error)) (hidden.Text, error) {
	if !v.IsFile || v.Use == NotRead {
		return v.raw, nil
	}
	path := v.Path()
	if problem := pathProblem(path); problem != "" {
		return hidden.Text{}, &ValueError{v.Name, problem, "write the whole path, as " + examplePath(os.PathSeparator == '\\')}
	}
	content, err := readFile(path)
	if err != nil {
		return hidden.Text{}, &ValueError{v.Name, "names a file that can't be read (" + hidden.WithoutPath(err).Error() + ")",
			"check the path, and that this user may read the file"}
	}
	return hidden.Of(string(content)), nil
}

// Path returns the path that the variable holds in the place of a value. It may be a
// value that was pasted there, unless Raw can read it.
func (v Variable) Path() string { return v.value.Reveal() }

// order sorts variables into the order in which they are shown, and of those
// of one field into the order in which they count: short names before long
// ones, so a value before a file, and names all in upper case before others. In
// byte order upper-case letters come before lower-case ones. Of two entries of
// one name the first counts.
func order(variables []Variable) {
	slices.SortStableFunc(variables, func(a, b Variable) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(len(a.Name), len(b.Name)), strings.Compare(a.Name, b.Name))
	})
}

// settle decides what becomes of each variable. They are in order.
func settle(variables []Variable) {
	used := [NoField]bool{}
	for i := range variables {
		switch v := &variables[i]; {
		case v.Use == NotRead:
		case v.value.IsEmpty():
			v.Use = Empty
		case used[v.Field]:
			v.Use = Outdone
		default:
			used[v.Field] = true
		}
	}
}

// byteOrderMark is what some editors put before a file's text.
const byteOrderMark = "\ufeff"

// clean drops what is no part of a value: white space around it, but of a
// password or token, which may begin and end as they like, only the line end
// (LF, CR or both) that editors, echo and .env files leave. Around a server it is that of ASCII,
// as ParseServer has it.
func (f Field) clean(value string) string {
	value = strings.TrimPrefix(value, byteOrderMark)
	switch f {
	case ServerField:
		return ascii.TrimSpace(value)
	case User, Profile, RoleARN, ExternalID:
		return strings.TrimSpace(value)
	}
	return strings.TrimSuffix(strings.TrimSuffix(value, "\n"), "\r")
}

// read returns the field's value, from the file if the variable names one.
func (v Variable) read(readFile func(path string) ([]byte, error)) (hidden.Text, error) {
	value := v.value
	if v.IsFile {
		content, err := v.Raw(readFile)
		if err != nil {
			return hidden.Text{}, err
		}
		value = content.Map(v.Field.clean)
	}
	switch {
	case value.IsEmpty():
		return value, &ValueError{v.Name, "names an empty file", "write the value into it"}
	case value.Is(isUTF16):
		return hidden.Text{}, &ValueError{v.Name, "is in UTF-16, as PowerShell's > writes files, not in UTF-8", asUTF8}
	case value.Is(func(text string) bool { return strings.ContainsRune(text, 0) }):
		return hidden.Text{}, &ValueError{v.Name, "has a NUL byte in it", asUTF8}
	case !value.Is(utf8.ValidString):
		return hidden.Text{}, &ValueError{v.Name, "is not valid UTF-8 text", asUTF8}
	}
	return value, nil
}

const asUTF8 = "write it as text in UTF-8"

// isUTF16 reports whether a text begins with the byte order mark of UTF-16, in one
// order or the other.
func isUTF16(text string) bool {
	return strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff")
}

// pathProblem says why a path can be no file's, in words that go on from the
// variable's name. It is empty for one that can.
func pathProblem(path string) string {
	foreign := ForeignPath(path)
	switch {
	case strings.Contains(path, "${"), strings.HasPrefix(path, "$"), strings.HasPrefix(path, "%"):
		return "has a variable in its path that nothing has replaced"
	case foreign != "":
		return foreign
	case IsAbsolutePath(path):
		return ""
	case strings.HasPrefix(path, "~"):
		return "begins with ~, which only a shell replaces"
	case strings.Trim(path, "\"'`") != path:
		return "has quotation marks around the path"
	case strings.Contains(path, "://"):
		return "is a URL, not a path"
	}
	return "is not the absolute path of a file"
}

// A ValueError says which variable holds a value that can't be used.
type ValueError struct {
	Variable string
	// Problem goes on from the variable's name: "names an empty file".
	Problem string
	// Fix says what to do.
	Fix string
}

func (e *ValueError) Error() string { return e.Variable + " " + e.Problem }
