package doctor

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// The user names by which Google's registries take the key of a service account
// (https://cloud.google.com/artifact-registry/docs/docker/authentication#json-key).
const (
	jsonKeyUser       = "_json_key"
	base64JSONKeyUser = "_json_key_base64"
)

// checkJSONKey looks at a password, and whether it is the key that its user's name announces.
func checkJSONKey(v secrets.Variable, userVariable string, user, password hidden.Text) []Finding {
	var problem, userToSet string
	isDamaged := user.Is(func(user string) bool {
		return password.Is(func(password string) bool {
			problem, userToSet = jsonKeyProblem(user, password)
			return problem != ""
		})
	})
	fix := "set it to the whole content of the key's file, for instance by the variable " + v.Name + "_FILE"
	switch {
	case !isDamaged:
		return nil
	case userToSet != "":
		fix = "set " + userVariable + " to " + userToSet
	case v.IsFile:
		fix = "put the whole content of the key's file there"
	}
	return []Finding{newFinding(codeJSONKey, v.Name+" "+problem, fix)}
}

// jsonKeyProblem says of a password why it is not the key that the user's name
// announces, or is one that it does not announce, and which name does. The
// problem goes on from the password's name; it is empty for all other secrets.
// It leaves a path to who reports paths.
func jsonKeyProblem(user, password string) (problem, userToSet string) {
	text := strings.TrimSpace(password)
	decoded, err := base64.StdEncoding.DecodeString(text)
	content := strings.TrimSpace(string(decoded))
	isEncoded := err == nil && strings.HasPrefix(content, "{")
	isAccount := isServiceAccount(text)
	switch {
	case isPath(text):
		return "", ""
	case user == jsonKeyUser && isEncoded:
		return "is base64 of a JSON key, and not the key itself", base64JSONKeyUser
	case user == jsonKeyUser:
		return jsonDamage(text), ""
	case user == base64JSONKeyUser && isAccount:
		return "is a JSON key, and not base64 of one", jsonKeyUser
	case user == base64JSONKeyUser && !isEncoded:
		return "is not base64 of a JSON key", ""
	case user == base64JSONKeyUser:
		return jsonDamage(content), ""
	case isAccount:
		return "is the JSON key of a service account", jsonKeyUser
	case isEncoded && isServiceAccount(content):
		return "is base64 of the JSON key of a service account", base64JSONKeyUser
	}
	return "", ""
}

func isServiceAccount(text string) bool {
	var key struct{ Type string }
	return json.Unmarshal([]byte(text), &key) == nil && key.Type == "service_account"
}

// jsonDamage says what happened to a JSON key on its way. It is empty for a
// whole one.
func jsonDamage(text string) string {
	var key struct {
		PrivateKey string `json:"private_key"`
	}
	isWhole := json.Unmarshal([]byte(text), &key) == nil
	unwrapped := strings.NewReplacer("\r", "", "\n", "").Replace(text)
	switch {
	case !strings.HasPrefix(text, "{") && strings.Trim(text, `"'`) != text:
		return "is a JSON key in quotation marks"
	case !strings.HasPrefix(text, "{"):
		return "is not a JSON key"
	case isWhole && strings.Contains(key.PrivateKey, `\n`):
		return `is a JSON key whose line breaks are escaped twice, as \\n`
	case isWhole:
		return ""
	case strings.Contains(text, `\"`):
		return "is a JSON key with a backslash before its quotation marks"
	case !strings.Contains(text, `"`) && strings.Contains(text, "'"):
		return "is a JSON key with single quotation marks in place of double ones"
	case !strings.Contains(text, `"`):
		return "is a JSON key that has lost its quotation marks"
	case !strings.HasSuffix(text, "}"):
		return "is a JSON key without its end"
	case json.Valid([]byte(unwrapped)):
		return `is a JSON key with line breaks in its values, where JSON has \n`
	}
	return "is not a valid JSON key"
}
