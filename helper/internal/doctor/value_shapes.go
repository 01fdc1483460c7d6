package doctor

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// A valueRule is about what does not belong to a value: what a .env file, an
// editor or a paste left around it, or put in its place.
type valueRule struct {
	isFor        bool // this variable
	code         code
	problem, fix string // the problem goes on from the variable's name
	matches      func(value string) bool
}

const withoutQuotes = "set it without; --env-file and Dockerfiles take quotation marks as they are"

// valueRules returns the rules for a variable. isOfUser reports whether a name
// is that of the secret's user.
func valueRules(v secrets.Variable, isOfUser func(name string) bool) []valueRule {
	isKept := v.Field != secrets.User // spaces and newlines around a user's name are cut off
	isPassword := v.Field == secrets.Password
	return []valueRule{
		{true, codeQuotes, "begins and ends with a quotation mark, which counts as a part of it",
			withoutQuotes, isQuoted},
		{isKept, codeSpaces, "begins or ends with a space, which counts as a part of it", "set it without", hasOuterSpace},
		{isKept, codeNewline, "ends with more than one newline, or with a carriage return: all but one newline count as a part of it",
			"set it without", hasNewlines},
		{isKept, codeNewline, "ends with a newline, which is cut off here, but not by every program",
			"set it without, for instance by printf instead of echo", hasNewline},
		{isPassword && !v.IsFile, codeLooksLikePath, "looks like the path of a file",
			"to read the password from that file, name the variable " + v.Name + "_FILE", isPath},
		{isPassword, codeBase64Pair, "is the base64 of user:password, as Docker's config.json has it",
			"set it to the password alone", func(value string) bool { return isPair(value, isOfUser) }},
	}
}

// checkValues looks for what does not belong to the secret's values, those in
// files too. What is around a SERVER makes it none, or is cut off.
func checkValues(secret secrets.Secret, readFile func(path string) ([]byte, error)) []Finding {
	var found []Finding
	isOfUser := func(name string) bool {
		user, err := secret.Value(secrets.User, readFile)
		return err == nil && user.Is(func(user string) bool { return name == user })
	}
	for _, v := range secret.Variables() {
		value, err := v.Raw(readFile)
		if v.Use != secrets.Used || v.Field == secrets.ServerField || err != nil { // get says why it can't be read
			continue
		}
		for _, rule := range valueRules(v, isOfUser) {
			if rule.isFor && value.Is(rule.matches) {
				found = append(found, newFinding(rule.code, v.Name+" "+rule.problem, rule.fix))
			}
		}
	}
	return found
}

func isQuoted(value string) bool {
	value = strings.TrimSpace(value)
	if len(value) < 2 {
		return false
	}
	first, last := value[0], value[len(value)-1]
	return first == last && (first == '"' || first == '\'')
}

func withoutLineEnds(value string) string { return strings.TrimRight(value, "\r\n") }

func hasOuterSpace(value string) bool {
	value = withoutLineEnds(value)
	return strings.TrimSpace(value) != value
}

func hasNewline(value string) bool {
	return value != withoutLineEnds(value) && !hasNewlines(value)
}

func hasNewlines(value string) bool {
	line := strings.TrimSuffix(strings.TrimSuffix(value, "\n"), "\r")
	return line != withoutLineEnds(value) || strings.HasSuffix(value, "\r")
}

// isPath reports whether a value can hardly be a password.
func isPath(value string) bool {
	if strings.ContainsAny(value, " \n") {
		return false
	}
	for _, beginning := range []string{"~/", "./", "../", `.\`, `C:\`, "C:/", "file://"} {
		if strings.HasPrefix(value, beginning) {
			return true
		}
	}
	directories := []string{"run", "var", "etc", "home", "root", "opt", "tmp", "mnt", "secrets", "Users", "workspaces"}
	below, isAbsolute := strings.CutPrefix(value, "/")
	directory, _, isFile := strings.Cut(below, "/")
	return isAbsolute && isFile && slices.Contains(directories, directory)
}

// isPair reports whether the value is base64 of a user's name, a colon and a
// password: of the secret's user, or of any whose name is a word.
func isPair(value string, isOfUser func(name string) bool) bool {
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	if err != nil {
		return false
	}
	name, password, ok := strings.Cut(string(decoded), ":")
	if ok && name != "" && isOfUser(name) {
		return true
	}
	isWord := name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@$+<>-") == ""
	isText := !strings.ContainsFunc(password, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) })
	return ok && isWord && password != "" && isText
}
