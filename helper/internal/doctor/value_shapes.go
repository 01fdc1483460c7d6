package doctor

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// valueFindings looks for what does not belong to a value: what a .env file,
// an editor or a paste left around it. read holds what the values are, those
// in files too, by the variable's name.
func (g group) valueFindings(read map[string]string) []Finding {
	var found []Finding
	for _, v := range g.read {
		value := read[v.name]
		if value == "" {
			continue
		}
		if v.field == secrets.ServerField {
			continue // what is around a server makes it none, or is cut off
		}
		found = append(found, valueFindings(v.name, v.field, value)...)
		if v.field == secrets.Password && !v.isFile {
			found = append(found, pathFindings(v.name, value)...)
		}
		if v.field == secrets.Password && isPair(value, g.user(read)) {
			found = append(found, doubtful("base64-pair", v.name+" is the base64 of user:password, as Docker's config.json has it",
				"set it to the password alone"))
		}
	}
	return found
}

func (g group) user(read map[string]string) string {
	for _, v := range g.read {
		if v.field == secrets.User && read[v.name] != "" {
			return strings.TrimSpace(read[v.name])
		}
	}
	return ""
}

func valueFindings(name string, field secrets.Field, value string) []Finding {
	var found []Finding
	kept := strings.TrimRight(value, "\r\n")
	switch {
	case isQuoted(strings.TrimSpace(value)):
		found = append(found, doubtful("quotes", name+" begins and ends with a quotation mark, which counts as a part of it",
			"set it without; --env-file and Dockerfiles take quotation marks as they are"))
	case field == secrets.User:
		return nil // spaces around it are cut off
	case strings.TrimSpace(kept) != kept:
		found = append(found, doubtful("spaces", name+" begins or ends with a space, which counts as a part of it", "set it without"))
	}
	switch {
	case strings.TrimSuffix(strings.TrimSuffix(value, "\n"), "\r") != kept || strings.HasSuffix(value, "\r"):
		found = append(found, doubtful("newline", name+" ends with more than one newline, or with a carriage return, of which all but one newline count as a part of it", "set it without"))
	case value != kept:
		found = append(found, doubtful("newline", name+" ends with a newline, which is cut off here, but not by every program",
			"set it without, for instance by printf instead of echo"))
	}
	return found
}

func isQuoted(value string) bool {
	if len(value) < 2 {
		return false
	}
	first, last := value[0], value[len(value)-1]
	return first == last && (first == '"' || first == '\'')
}

// pathFindings reports a value that can hardly be a password.
func pathFindings(name, value string) []Finding {
	if looksLikePath(value) && !strings.ContainsAny(value, " \n") {
		return []Finding{doubtful("looks-like-path", name+" looks like the path of a file", "to read the password from that file, name the variable "+name+"_FILE")}
	}
	return nil
}

func looksLikePath(value string) bool {
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
// password: of the given user, or of any whose name is a word.
func isPair(value, user string) bool {
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(value))
	if err != nil {
		return false
	}
	name, password, ok := strings.Cut(string(decoded), ":")
	if user != "" && ok && name == user {
		return true
	}
	isWord := name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@$+<>-") == ""
	isText := !strings.ContainsFunc(password, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) })
	return ok && isWord && password != "" && isText
}
