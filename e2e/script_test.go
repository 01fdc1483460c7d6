package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const (
	plantedSecret = "pl4nted/s3cr3t+EXAMPLE"
	plantedKeyID  = "AKIAIOSFODNN7EXAMPLE"
	// awsKey is where a script's environment keeps its AWS endpoint.
	awsKey = "aws endpoint"
	// plantedKey is where it keeps what must not show.
	plantedKey = "planted"
)

// plantedSecrets are the variables of a script that hold secrets, each its own.
func plantedSecrets() map[string]string {
	return map[string]string{
		"SECRET":        plantedSecret, // of registry.example.com, or of the first made-up registry
		"SECOND_SECRET": "pl4nted/s3cr3t+N2OF4XX",
		"THIRD_SECRET":  "pl4nted/s3cr3t+N3OF4XX",
		"FOURTH_SECRET": "pl4nted/s3cr3t+N4OF4XX",
		"TOKEN_SECRET":  "pl4nted/s3cr3t+TOKENXX", // of ghcr.io and Docker Hub
		"GITHUB_SECRET": "pl4nted/s3cr3t+GITHUBX", // a GITHUB_TOKEN

		"LOOPBACK_SECRET":  "pl4nted/s3cr3t+LOOPBCK",
		"DEBIAN_SECRET":    "pl4nted/s3cr3t+DEBIANX",
		"UNTRUSTED_SECRET": "pl4nted/s3cr3t+NOTRUST",
		"KEY_SECRET":       "pl4nted/s3cr3t+KEYXXXXpl4nted/s3cr3t+KEY", // of KEY_ID
	}
}

// TestScripts runs the files in testdata/script. None of
// plantedSecrets may show anywhere, but in the answer of a get and in files
// whose name ends with .secret. Besides testscript's own there are the commands
//
//	aws-calls N          N token exchanges have reached the AWS endpoint
//	aws-fails CODE       every exchange from now on is refused with the code
//	aws-tokens-live D    tokens given from now on live for the duration D
//
// They run twice: with the front desk early, and late, which must
// make no difference.
func TestScripts(t *testing.T) {
	t.Parallel()
	for name, build := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runScripts(t, build(t))
		})
	}
}

func runScripts(t *testing.T, helper string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv(helperVariable, helper)
			return setUpScript(env)
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                awsCommands(),
	})
}

// awsCommands returns the scripts' commands for their AWS endpoint.
func awsCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"aws-calls": func(ts *testscript.TestScript, _ bool, args []string) {
			want, err := strconv.Atoi(args[0])
			ts.Check(err)
			if got := awsOf(ts).Count(awsendpoint.GetAuthorizationToken); got != want {
				ts.Fatalf("%d token exchanges, want %d", got, want)
			}
		},
		"aws-fails": func(ts *testscript.TestScript, _ bool, args []string) {
			awsOf(ts).FailAlways(awsendpoint.Fault{Code: args[0], Message: "refused for " + plantedKeyID})
		},
		"aws-tokens-live": func(ts *testscript.TestScript, _ bool, args []string) {
			life, err := time.ParseDuration(args[0])
			ts.Check(err)
			awsOf(ts).SetTokenLife(life)
		},
	}
}

func plantedIdentity() awsendpoint.Identity {
	return awsendpoint.Identity{
		ARN: "arn:aws:iam::123456789012:user/puller", AccessKeyID: plantedKeyID, SecretAccessKey: plantedSecrets()["KEY_SECRET"],
	}
}

func awsOf(ts *testscript.TestScript) *awsendpoint.Endpoint {
	return ts.Value(awsKey).(*awsendpoint.Endpoint)
}

func plantedIn(ts *testscript.TestScript) *testenv.Planted {
	return ts.Value(plantedKey).(*testenv.Planted)
}

// setUpScript gives a script an AWS endpoint of its own, a home, and an
// environment in which nothing of the machine's own AWS settings is left.
func setUpScript(env *testscript.Env) error {
	aws := awsendpoint.New()
	aws.AddIdentity(plantedIdentity())
	server, err := loopback.Serve(aws)
	if err != nil {
		return err
	}
	recordDir, err := os.MkdirTemp("", "e2e-record-")
	if err != nil {
		return err
	}
	home := filepath.Join(env.WorkDir, "home")
	for name, value := range map[string]string{
		"HOME":                 home,
		"USERPROFILE":          home, // HOME's name on Windows
		"XDG_CACHE_HOME":       "",
		"LocalAppData":         filepath.Join(home, "AppData"),
		"ECR_HOST":             "123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"KEY_ID":               plantedKeyID,
		"AWS_ENDPOINT_URL_ECR": server.URL(),
		recordVariable:         filepath.Join(recordDir, "runs"),
	} {
		env.Setenv(name, value)
	}
	planted := &testenv.Planted{More: aws.Tokens}
	planted.Add(plantedKeyID)
	for name, secret := range plantedSecrets() {
		env.Setenv(name, secret)
		planted.Add(secret)
	}
	env.Values[awsKey], env.Values[plantedKey] = aws, planted
	env.Defer(func() {
		_ = server.Close()
		err := errors.Join(searchRuns(filepath.Join(recordDir, "runs"), planted), searchFiles(env.WorkDir, planted))
		_ = os.RemoveAll(recordDir)
		if err != nil {
			env.T().Fatal(err)
		}
	})
	return os.Mkdir(home, 0o700)
}

// searchRuns looks for planted texts in what the recorded runs wrote.
func searchRuns(path string, planted *testenv.Planted) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	for decoder := json.NewDecoder(file); ; {
		var run record
		if err := decoder.Decode(&run); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if planted.In(run.Stderr) || !run.mayShow() && planted.In(run.Stdout) {
			return errors.New("the output of " + strings.Join(run.Args, " ") + " shows a secret")
		}
	}
}

// searchFiles looks for planted texts in all files below dir.
func searchFiles(dir string, planted *testenv.Planted) error {
	holding, _, err := planted.Files(dir)
	if len(holding) > 0 {
		err = fmt.Errorf("a secret is in %s", strings.Join(holding, ", "))
	}
	return err
}
