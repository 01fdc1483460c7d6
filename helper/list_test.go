package helper

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestListSkipsWhatGetRefuses has secrets that get refuses without asking AWS:
// of clients that get all that is listed, some then lose every credential.
func TestListSkipsWhatGetRefuses(t *testing.T) {
	t.Parallel()
	files := map[string]string{"/empty": "", "/blank": "\n", "/binary": "\xff\xfe" + planted, "/null": planted + "\x00"}
	expired := base64.StdEncoding.EncodeToString([]byte(`{"payload":"` + planted + `","expiration":1700000000}`))
	keys := " USER=" + exampleID + " PASSWORD=" + exampleKey
	for name, variables := range map[string]string{
		"a file that is missing":          "SERVER=a.example USER=u PASSWORD_FILE=/missing",
		"an empty file":                   "SERVER=a.example USER=u PASSWORD_FILE=/empty",
		"a file with a line end":          "SERVER=a.example USER=u PASSWORD_FILE=/blank",
		"a binary file":                   "SERVER=a.example USER=u PASSWORD_FILE=/binary",
		"a file with a NUL":               "SERVER=a.example USER=u PASSWORD_FILE=/null",
		"a relative file":                 "SERVER=a.example USER=u PASSWORD_FILE=empty",
		"USER in a file that is missing":  "SERVER=a.example USER_FILE=/missing PASSWORD=p",
		"no credential":                   "SERVER=a.example USER= PASSWORD=",
		"half a credential":               "SERVER=a.example USER=u PASSWORD=",
		"a control character":             "SERVER=a.example USER=u\x01 PASSWORD=p",
		"an AWS key elsewhere":            "SERVER=a.example" + keys,
		"SERVER and PASSWORD swapped":     "SERVER=" + planted + " USER=u PASSWORD=a.example",
		"an expired token":                "SERVER=" + ecrHost + " USER=AWS PASSWORD=" + expired,
		"a secret key as token":           "SERVER=" + ecrHost + " USER=AWS PASSWORD=" + exampleKey,
		"swapped keys":                    "SERVER=" + ecrHost + " USER=" + exampleKey + " PASSWORD=" + exampleID,
		"a temporary key without session": "SERVER=" + ecrHost + " USER=ASIAIOSFODNN7EXAMPLE PASSWORD=" + exampleKey,
		"a role that is none":             "SERVER=" + ecrHost + " ROLE_ARN=" + planted + keys,
		"a timeout that is none":          "SERVER=" + ecrHost + keys + " " + timeoutVariable + "=soon",
		"an ON_ERROR that is none":        "SERVER=" + ecrHost + keys + " " + OnErrorVariable + "=ignore",
		"a switch that is none":           "SERVER=" + ecrHost + keys + " AWS_USE_FIPS_ENDPOINT=yes",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environ := secret("GOOD", "good.example", "u")
			for variable := range strings.SplitSeq(variables, " ") {
				if !strings.HasPrefix(variable, "DOCKER_") && !strings.HasPrefix(variable, "AWS_") {
					variable = "A_CONTAINER_REGISTRY_" + variable
				}
				environ = append(environ, variable)
			}
			server, _, _ := strings.Cut(strings.TrimPrefix(variables, "SERVER="), " ")
			r := run{environ: environ, stdin: server, files: files, exchange: func(ecr.Request) (ecr.Token, error) {
				t.Error("AWS is asked")
				return ecr.Token{}, errors.New("not to be asked")
			}}
			if r.do("get"); r.status != 1 {
				t.Errorf("get answers %s", r.stdout)
			}
			if r.do("list"); r.stdout != `{"good.example":"u"}`+"\n" || r.stderr != "" {
				t.Errorf("list prints %s, and on standard error %q", r.stdout, r.stderr)
			}
		})
	}
}

// TestListShowsNoToken has tokens in USER, which some forges take there.
func TestListShowsNoToken(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"ghp_" + planted, "github_pat_" + planted, "glpat-" + planted, "dckr_pat_" + planted, "eyJhbGciOiJSUzI1NiJ9." + planted,
		`"ghp_` + planted + `"`, "user:glpat-" + planted, `{"private_key":"-----BEGIN PRIVATE KEY-----` + planted + `"}`} {
		r := run{environ: secret("A", "a.example", token), stdin: "a.example"}
		if r.do("list"); r.stdout != `{"a.example":""}`+"\n" {
			t.Errorf("list prints %s", r.stdout)
		}
		if r.do("get"); !strings.Contains(r.stdout, `"Username":`+strconv.Quote(token)) {
			t.Errorf("get answers %s", r.stdout)
		}
	}
}
