package doctor

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

func TestValueFindings(t *testing.T) {
	t.Parallel()
	pair := base64.StdEncoding.EncodeToString([]byte("user:planted"))
	for name, test := range map[string]struct {
		password string
		want     []string
	}{
		"plain":              {"planted", nil},
		"quotes":             {`"planted"`, []string{"quotes"}},
		"single quotes":      {`'planted'`, []string{"quotes"}},
		"curly quotes":       {"“planted”", []string{"quotes"}},
		"single curly ones":  {"‘planted’", []string{"quotes"}},
		"a config.json":      {`{"auths": {"a.example": {"auth": "planted"}}}`, []string{"docker-config"}},
		"a .dockercfg":       {`{"a.example": {"auth": "planted"}}`, []string{"docker-config"}},
		"its base64":         {base64.StdEncoding.EncodeToString([]byte(`{"auths": {}}`)), []string{"docker-config"}},
		"other JSON":         {`{"planted": {"a": 1}}`, nil},
		"user:password":      {"user:planted", []string{"user-in-password"}},
		"the user's colon":   {"user:", nil},
		"another's colon":    {"users:planted", nil},
		"a line":             {"ACME_CONTAINER_REGISTRY_PASSWORD=planted", []string{"assignment"}},
		"an exported line":   {"export ACR_TOKEN=planted", []string{"assignment"}},
		"PowerShell's line":  {"$env:ACR_TOKEN = planted", []string{"assignment"}},
		"an INI file's line": {"password = planted", []string{"assignment"}},
		"base64 of a name":   {"plantedkey==", nil},
		"a mere =":           {"plan=ted", nil},
		"a quote inside":     {`plan"ted`, nil},
		"one quote":          {`"planted`, nil},
		"spaces":             {" planted", []string{"spaces"}},
		"newline":            {"planted\n", []string{"newline"}},
		"CR LF":              {"planted\r\n", []string{"newline"}},
		"two newlines":       {"planted\n\n", []string{"newline"}},
		"two lines":          {"planted\nplanted", []string{"newline"}},
		"two whole lines":    {"planted\nplanted\n", []string{"newline", "newline"}},
		"lines of Windows":   {"planted\r\nplanted", []string{"newline"}},
		"an empty line":      {"\nplanted", []string{"newline"}},
		"JSON in lines":      {"{\n\"type\": \"planted\"\n}", nil},
		"a key in lines":     {"-----BEGIN OPENSSH PRIVATE KEY-----\nplanted\n-----END OPENSSH PRIVATE KEY-----", nil},
		"base64 in lines":    {"eyJhIjog\n" + base64.StdEncoding.EncodeToString([]byte(`"planted"}`)), nil},
		"quotes, newline":    {"\"planted\"\n", []string{"newline", "quotes"}},
		"a path":             {"/run/secrets/planted", []string{"looks-like-path"}},
		"a path at home":     {"~/planted", []string{"looks-like-path"}},
		"base64 of no path":  {"/9j/planted+", nil},
		"base64 of the pair": {pair, []string{"base64-pair"}},
		"another's pair":     {base64.StdEncoding.EncodeToString([]byte("other:planted")), []string{"base64-pair"}},
		"base64 of JSON":     {base64.StdEncoding.EncodeToString([]byte(`{"type": "planted"}`)), nil},
		"base64 of bytes":    {base64.StdEncoding.EncodeToString([]byte("other:\x00\xff")), nil},
		"base64, no user":    {base64.StdEncoding.EncodeToString([]byte(":planted")), nil},
		"a path for a while": {"/tmp/planted", []string{"looks-like-path"}},
		"an optional path":   {"/opt/planted", []string{"looks-like-path"}},
		"a Mac's path":       {"/Users/planted", []string{"looks-like-path"}},
		"a mounted path":     {"/secrets/planted", []string{"looks-like-path"}},
		"a Windows path":     {`C:\planted`, []string{"looks-like-path"}},
		"JSON":               {`{"type": "planted"}`, nil},
		"compose's name":     {"${PLANTED}", []string{"placeholder"}},
		"with a default":     {"${PLANTED:-}", []string{"placeholder"}},
		"amid":               {"planted-${PLANTED}", []string{"placeholder"}},
		"a shell's name":     {"$PLANTED", []string{"placeholder"}},
		"a command":          {"$(cat planted)", []string{"placeholder"}},
		"Azure's name":       {"$(plantedPassword)", []string{"placeholder"}},
		"a workflow's name":  {"${{ secrets.PLANTED }}", []string{"placeholder"}},
		"a template's name":  {"{{ planted }}", []string{"placeholder"}},
		"cmd's name":         {"%PLANTED%", []string{"placeholder"}},
		"1Password's":        {"op://planted/planted/planted", []string{"placeholder"}},
		"AWS's reference":    {"arn:aws:secretsmanager:us-east-1:123456789012:secret:planted", []string{"placeholder"}},
		"a mask":             {"***", []string{"placeholder"}},
		"a mask in words":    {"[MASKED]", []string{"placeholder"}},
		"a document's":       {"<planted>", []string{"placeholder"}},
		"a shell's, small":   {"$planted_password", []string{"placeholder"}},
		"PowerShell's":       {"$env:PLANTED", []string{"placeholder"}},
		"Vault's":            {"vault:secret/data/planted#password", []string{"placeholder"}},
		"Bitwarden's":        {"bws://planted/planted", []string{"placeholder"}},
		"Google's reference": {"projects/1/secrets/planted/versions/latest", []string{"placeholder"}},
		"sops":               {"ENC[AES256_GCM,data:planted,iv:x,tag:y,type:str]", []string{"placeholder"}},
		"an example":         {"changeme", []string{"placeholder"}},
		"another example":    {"your-planted-password", []string{"placeholder"}},
		"no value in JSON":   {"null", []string{"placeholder"}},
		"in quotes too":      {`"${PLANTED}"`, []string{"placeholder"}},
		"a mere word":        {"nullplanted", nil},
		"a mere $":           {"plan$ted", nil},
		"a small $":          {"$planted", nil},
		"a mere %":           {"100%planted%", nil},
		"stars":              {"planted***", nil},
		"brackets":           {"a<planted>", nil},
		"compose's escape":   {"plan$$ted", []string{"dollar-sign"}},
		"a shell's escape":   {`plan\$ted`, []string{"dollar-sign"}},
		"a comment":          {"planted # rotated", []string{"comment"}},
		"a comment, tight":   {"planted #rotated", []string{"comment"}},
		"a mere #":           {"plan#ted", nil},
		"a zero width":       {"plan\u200bted", []string{"invisible"}},
		"a space of a page":  {"plan\u00a0ted", []string{"invisible"}},
		"NBSP at the end":    {"planted\u00a0", []string{"invisible"}},
		"a byte order mark":  {"\ufeffplanted", nil},
		"umlauts":            {"plänted", nil},
		"robot+planted":      {"robot+planted", nil},
		"a colon":            {"plan:ted", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_USER=user",
				"A_CONTAINER_REGISTRY_PASSWORD=" + test.password}).All()[0]
			found := world{Doctor: newDoctor(nil)}.checkValues(secret)
			var got []string
			for _, c := range codes(found) {
				code, _, _ := strings.Cut(c, ":")
				got = append(got, code)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("codes (-want +got):\n%s", diff)
			}
			for _, f := range found {
				if strings.Contains(f.Message+f.Fix, "planted") {
					t.Errorf("%+v shows the value", f)
				}
			}
		})
	}
}

// TestUserFindings has what is suspicious in a USER.
func TestUserFindings(t *testing.T) {
	t.Parallel()
	for user, want := range map[string][]string{
		"planted":               nil,
		"planted@example.com":   nil,
		"robot$planted+name":    nil,
		"$oauthtoken":           nil,
		"$app":                  nil,
		"<token>":               nil,
		"AWS":                   nil,
		"robot+name":            {"dollar-sign"},
		"robot$$planted+name":   {"dollar-sign"},
		"${PLANTED}":            {"placeholder"},
		"$PLANTED":              {"placeholder"},
		"%PLANTED%":             {"placeholder"},
		"<planted>":             {"placeholder"},
		"planted:password":      {"user-colon"},
		"ghp_planted":           {"user-token"},
		"github_pat_planted":    {"user-token"},
		"glpat-planted":         {"user-token"},
		"dckr_pat_planted":      {"user-token"},
		`"ghp_planted"`:         {"user-token"},
		"planted:glpat-planted": {"user-token"},
		"op://planted/a/b":      {"placeholder"},
		`{"private_key":"-----BEGIN PRIVATE KEY-----\nplanted"}`: {"user-token"},
		"plan\u200bted":            {"invisible"},
		"planted # the robot's":    nil, // which a registry shows soon enough
		"00000000-0000-0000-0000-": nil,
	} {
		secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_USER=" + user, "A_CONTAINER_REGISTRY_PASSWORD=p"}).All()[0]
		var got []string
		for _, f := range (world{Doctor: newDoctor(nil)}).checkValues(secret) {
			got = append(got, f.Code)
			if strings.Contains(f.Message+f.Fix, "planted") {
				t.Errorf("%+v shows the value", f)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", user, diff)
		}
	}
}

// TestValuesOfOtherVariables has values that are suspicious in a PASSWORD
// where they are not: a path that was read from a file, or is a user's name.
func TestValuesOfOtherVariables(t *testing.T) {
	t.Parallel()
	const path = "/run/secrets/planted"
	for name, want := range map[string][]string{
		"A_CONTAINER_REGISTRY_PASSWORD":      {"looks-like-path:A_CONTAINER_REGISTRY_PASSWORD"},
		"A_CONTAINER_REGISTRY_PASSWORD_FILE": nil,
		"A_CONTAINER_REGISTRY_USER":          nil,
		"A_CONTAINER_REGISTRY_USER_FILE":     nil,
		"A_CONTAINER_REGISTRY_SESSION_TOKEN": nil,
		"A_CONTAINER_REGISTRY_SERVER":        nil,
	} {
		secret := helper.ReadSecrets([]string{name + "=" + path}).All()[0]
		var got []string
		d := newDoctor(nil)
		d.Helper.ReadFile = func(path string) ([]byte, error) { return []byte(path), nil }
		for _, f := range (world{Doctor: d}).checkValues(secret) {
			got = append(got, f.Code+":"+name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}

// TestEncodedPairs has base64 of both values, which that of one alone is not.
func TestEncodedPairs(t *testing.T) {
	t.Parallel()
	encode := base64.StdEncoding.EncodeToString
	for name, test := range map[string]struct {
		user, password string
		want           bool
	}{
		"both":             {encode([]byte("puller")), encode([]byte("planted!")), true},
		"by echo":          {encode([]byte("puller\n")), encode([]byte("planted!\n")), true},
		"only the first":   {encode([]byte("puller")), "planted!", false},
		"only the second":  {"puller", encode([]byte("planted!")), false},
		"random bytes":     {encode([]byte("puller")), encode([]byte{0x9d, 0x01, 0xff, 0x33, 0x7f}), false},
		"words of letters": {"username", "password", false},
		"eight and twelve": {"deployer", "abcdefghijkl", false},
	} {
		secret := helper.ReadSecrets([]string{"A_CONTAINER_REGISTRY_USER=" + test.user, "A_CONTAINER_REGISTRY_PASSWORD=" + test.password}).All()[0]
		found := world{Doctor: newDoctor(nil)}.checkValues(secret)
		got := false
		for _, f := range found {
			got = got || f.Code == codeEncoded.word()
			if strings.Contains(f.Message+f.Fix, "planted") || strings.Contains(f.Message+f.Fix, test.password) {
				t.Errorf("%s: %+v shows the value", name, f)
			}
		}
		if got != test.want {
			t.Errorf("%s: %+v", name, found)
		}
	}
}
