package doctor

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// TestJSONKeys has what becomes of a service account's key on its way into a
// variable.
func TestJSONKeys(t *testing.T) {
	t.Parallel()
	const (
		key = `{
  "type": "service_account",
  "private_key": "-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----\n",
  "client_email": "planted@project.iam.gserviceaccount.com"
}`
		password = "A_CONTAINER_REGISTRY_PASSWORD "
		setUser  = "set A_CONTAINER_REGISTRY_USER to "
	)
	encoded := base64.StdEncoding.EncodeToString([]byte(key))
	replaced := func(old, by string) string { return strings.ReplaceAll(key, old, by) }
	for name, test := range map[string]struct{ user, password, want, wantFix string }{
		"whole":                     {jsonKeyUser, key, "", ""},
		"on one line":               {jsonKeyUser, replaced("\n", ""), "", ""},
		"of another user":           {"u", key, password + "is the JSON key of a service account", setUser + jsonKeyUser},
		"base64":                    {jsonKeyUser, encoded, password + "is base64 of a JSON key, and not the key itself", setUser + base64JSONKeyUser},
		"cut":                       {jsonKeyUser, key[:len(key)/2], password + "is a JSON key without its end", ""},
		"cut behind a line":         {jsonKeyUser, "{", password + "is a JSON key that has lost its quotation marks", ""},
		"cut behind a value":        {jsonKeyUser, `{"type": "planted"`, password + "is a JSON key without its end", ""},
		"line breaks escaped twice": {jsonKeyUser, replaced(`\n`, `\\n`), password + `is a JSON key whose line breaks are escaped twice, as \\n`, ""},
		"line breaks in values":     {jsonKeyUser, replaced(`\n`, "\n"), password + `is a JSON key with line breaks in its values, where JSON has \n`, ""},
		"wrapped":                   {jsonKeyUser, replaced("planted", "pla\r\nnted"), password + `is a JSON key with line breaks in its values, where JSON has \n`, ""},
		"quotes stripped":           {jsonKeyUser, replaced(`"`, ""), password + "is a JSON key that has lost its quotation marks", ""},
		"single quotes":             {jsonKeyUser, replaced(`"`, "'"), password + "is a JSON key with single quotation marks in place of double ones", ""},
		"escaped quotes":            {jsonKeyUser, replaced(`"`, `\"`), password + "is a JSON key with a backslash before its quotation marks", ""},
		"in quotes":                 {jsonKeyUser, "'" + key + "'", password + "is a JSON key in quotation marks", ""},
		"other damage":              {jsonKeyUser, replaced(",", ""), password + "is not a valid JSON key", ""},
		"another password":          {jsonKeyUser, "planted", password + "is not a JSON key", ""},
		"a path":                    {jsonKeyUser, "/run/secrets/planted.json", password + "looks like the path of a file", ""},
		"whole, base64":             {base64JSONKeyUser, encoded, "", ""},
		"base64 on lines":           {base64JSONKeyUser, encoded[:76] + "\n" + encoded[76:], "", ""},
		"not base64":                {base64JSONKeyUser, key, password + "is a JSON key, and not base64 of one", setUser + jsonKeyUser},
		"base64, cut":               {base64JSONKeyUser, encoded[:100], password + "is a JSON key without its end", ""},
		"base64, no JSON":           {base64JSONKeyUser, "planted", password + "is not base64 of a JSON key", ""},
		"base64 of another user":    {"u", encoded, password + "is base64 of the JSON key of a service account", setUser + base64JSONKeyUser},
		"a JSON password":           {"u", `{"user": "planted"}`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_SERVER=gcr.io", "A_CONTAINER_REGISTRY_USER=" + test.user,
				"A_CONTAINER_REGISTRY_PASSWORD=" + test.password}).All()[0]
			found := world{Doctor: newDoctor(nil)}.checkValues(secret)
			found = append(found, Finding{})
			if found[0].Message != test.want || !strings.HasPrefix(found[0].Fix, test.wantFix) || len(found) > 2 {
				t.Errorf("got %+v, want %q", found, test.want)
			}
			if strings.Contains(found[0].Message+found[0].Fix, "planted") {
				t.Errorf("%+v shows the value", found)
			}
		})
	}
}
