package doctor

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
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

// valueRules returns the rules for a variable of a secret.
func valueRules(v secrets.Variable, kind secrets.Kind) []valueRule {
	isUser, isPassword := v.Field == secrets.User, v.Field == secrets.Password
	isSent := isUser && kind == secrets.OwnKind // to a registry, as a user's name
	return []valueRule{
		{true, codePlaceholder, "is a placeholder that no program has replaced by the value",
			"set it to the value itself; docker --env-file, cron and systemd replace nothing", isPlaceholder},
		{isPassword, codePlaceholder, "is what stands for a password in examples", "set it to the password itself", isExample},
		{isSent, codeUserToken, "looks like a token", "set it to the user's name, and PASSWORD to the token", isToken},
		{true, codeQuotes, "begins and ends with a quotation mark, which counts as a part of it",
			withoutQuotes, isQuoted},
		{!isUser, codeSpaces, "begins or ends with a space, which counts as a part of it", "set it without", hasOuterSpace},
		{!isUser, codeNewline, "ends with newlines, or with a carriage return: only the last newline is cut off, the rest is sent",
			"set it without", hasNewlines},
		{!isUser && !v.IsFile, codeNewline, "ends with a newline, which is cut off here, but not by every program",
			"set it without, for instance by printf instead of echo", hasNewline}, // editors end files so
		{isPassword && kind != secrets.ECRKind, codeNewline, "has more than one line, and all of them are sent",
			"set it to the one line that is the password", hasLines},
		{true, codeInvisible, "has a character in it that nobody sees", "type it anew, or copy it from another place", hasInvisible},
		{true, codeDollarSign, `has $$ or \$ in it, which some files have for one $, and others for both characters`,
			"if one $ is meant, write $ alone, in single quotation marks where a shell or Docker Compose reads it", hasEscapedDollar},
		{isUser, codeDollarSign, "seems to have lost its $: robots of Harbor have names like robot$project+name",
			"put it into single quotation marks where it is set, as 'robot$project+name'", isCutRobot},
		{!isUser, codeComment, "seems to end with a comment, which counts as a part of it",
			"put the comment on a line of its own", hasComment},
		{isPassword && !v.IsFile, codeLooksLikePath, "looks like the path of a file",
			"to read the password from that file, name the variable " + v.Name + "_FILE", isPath},
		{isPassword, codeBase64Pair, "is the base64 of user:password, as Docker's config.json has it",
			"set it to the password alone", isPair},
		{isPassword, codeDockerConfig, "holds Docker's config.json, and no password",
			"set it to the password alone", isDockerConfig},
		{kind == secrets.OwnKind, codeAssignment, "is a whole line that sets a variable, as NAME=value",
			"set it to what is behind the = alone", isAssignment},
		{isSent, codeUserColon, "has a colon in it, and registries take what is behind it for the beginning of the password",
			"set it to the user's name alone", func(value string) bool { return strings.Contains(value, ":") }},
	}
}

// checkValues looks for what does not belong to the secret's values, those in
// files too. What is around a SERVER makes it none, or is cut off.
func (w world) checkValues(secret secrets.Secret) []Finding {
	var found []Finding
	user, _ := secret.Value(secrets.User, w.Helper.ReadFile) // get says why it can't be read
	isEncoded := false
	for _, v := range secret.Variables() {
		value, err := v.Raw(w.Helper.ReadFile)
		if v.Use != secrets.Used || v.Field == secrets.ServerField || err != nil {
			continue
		}
		if v.Field == secrets.Password && secret.Kind == secrets.OwnKind {
			whole := append(w.checkExpiry(v, value), checkJSONKey(v, secret.Variable(secrets.User), user, value)...)
			if whole != nil {
				found = append(found, whole[0])
				continue
			}
			isEncoded = areEncoded(user, value)
			if isWithUser(user, value) {
				found = append(found, newFinding(codeUserInPassword, v.Name+" begins with the user's name and a colon",
					"set it to the password alone"))
			}
		}
		for _, rule := range valueRules(v, secret.Kind) {
			if !rule.isFor || !value.Is(rule.matches) {
				continue
			}
			found = append(found, newFinding(rule.code, v.Name+" "+rule.problem, rule.fix))
			if rule.code == codePlaceholder || rule.code == codeUserToken || rule.code == codeDockerConfig {
				break // whatever else is in it is no part of the value
			}
		}
	}
	if isEncoded {
		names := secret.Variable(secrets.User) + " and " + secret.Variable(secrets.Password)
		found = append(found, newFinding(codeEncoded, names+" are base64, as a Kubernetes Secret has them under data",
			"set them to what base64 -d makes of them"))
	}
	return found
}

func isQuoted(value string) bool {
	value = strings.TrimSpace(value)
	if len(value) < 2 {
		return false
	}
	for _, marks := range []string{`""`, `''`, "“”", "‘’", "„“"} {
		runes := []rune(marks)
		first, last := string(runes[0]), string(runes[1])
		if strings.HasPrefix(value, first) && strings.HasSuffix(value, last) {
			return true
		}
	}
	return false
}

// hasInvisible reports whether a value has a character in it that prints
// nothing, or a space that is not one of the keyboard.
func hasInvisible(value string) bool {
	return strings.ContainsFunc(strings.TrimPrefix(value, "\ufeff"), func(r rune) bool {
		return unicode.Is(unicode.Cf, r) || r > unicode.MaxASCII && unicode.IsSpace(r)
	})
}

func hasEscapedDollar(value string) bool {
	return strings.Contains(value, "$$") || strings.Contains(value, `\$`)
}

// isToken reports whether a user's name is a token. get says it of AWS's keys.
func isToken(value string) bool {
	return secrets.HoldsToken(value) && !ecr.HoldsAccessKeyID(value)
}

func isCutRobot(value string) bool { return strings.HasPrefix(value, "robot+") }

func hasComment(value string) bool {
	before, _, ok := strings.Cut(value, " #")
	return ok && strings.TrimSpace(before) != ""
}

func withoutLineEnds(value string) string { return strings.TrimRight(value, "\r\n") }

func hasOuterSpace(value string) bool {
	value = withoutLineEnds(value)
	return strings.Trim(value, " \t") != value
}

func hasNewline(value string) bool {
	return value != withoutLineEnds(value) && !hasNewlines(value)
}

func hasNewlines(value string) bool {
	line := strings.TrimSuffix(strings.TrimSuffix(value, "\n"), "\r")
	return line != withoutLineEnds(value) || strings.HasSuffix(value, "\r")
}

// hasLines reports whether a password is of several lines, as keys in JSON or PEM are, and
// base64 of them, but nothing else that people send to a registry.
func hasLines(value string) bool {
	value = withoutLineEnds(value)
	begins := strings.TrimSpace(value)
	if decoded, err := base64.StdEncoding.DecodeString(begins); err == nil {
		begins = strings.TrimSpace(string(decoded))
	}
	return strings.ContainsAny(value, "\r\n") && !strings.HasPrefix(begins, "{") && !strings.HasPrefix(begins, "-----BEGIN")
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

// isPair reports whether the value is base64 of a user's name, which is a word, a
// colon and a password.
func isPair(value string) bool {
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	name, password, ok := strings.Cut(string(decoded), ":")
	isWord := name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@$+<>-") == ""
	isText := !strings.ContainsFunc(password, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) })
	return err == nil && ok && isWord && password != "" && isText
}
