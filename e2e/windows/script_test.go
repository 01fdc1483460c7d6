//go:build linux

package windows

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/registrytest"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// What a script's environment keeps of its own.
const (
	awsKey     = "aws endpoint"
	plantedKey = "planted"
)

const (
	// scriptsLimit is for all scripts, of which none waits for anything.
	scriptsLimit = 5 * time.Minute

	stageHost     = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	plantedSecret = "pl4nted/s3cr3t+EXAMPLE"
)

// TestWindows runs what a Windows release has.
func TestWindows(t *testing.T) {
	t.Parallel()
	built := build(t)
	t.Run("scripts", func(t *testing.T) { testScripts(t, built) })
	t.Run("processes", func(t *testing.T) { testProcesses(t, built) })
}

// testScripts runs the files in testdata/script, each on a machine of its own: c is drive C, and the script's directory
// is drive W. Their commands are
//
//	helper STATUS ARG...  the program ends with the status
//	shell STATUS LINE     cmd.exe does, with the program on PATH
//	aws-calls N           N token exchanges have reached the AWS endpoint
//
// Nothing but the answer of a get, and files whose name ends with .secret, may show SECRET, KEY_SECRET, or a token.
// $LOOPBACK is a registry that lets puller in with SECRET.
func testScripts(t *testing.T, built string) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		Deadline:            time.Now().Add(scriptsLimit),
		Setup:               func(env *testscript.Env) error { return setUp(env, built) },
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"helper": func(ts *testscript.TestScript, _ bool, args []string) {
				run(ts, args[0], append([]string{"docker-credential-secrets"}, args[1:]...))
			},
			"shell": func(ts *testscript.TestScript, _ bool, args []string) {
				run(ts, args[0], []string{"cmd", "/c", args[1]})
			},
			"aws-calls": func(ts *testscript.TestScript, _ bool, args []string) {
				calls := ts.Value(awsKey).(*awsendpoint.Endpoint).Count(awsendpoint.GetAuthorizationToken)
				if strconv.Itoa(calls) != args[0] {
					ts.Fatalf("%d token exchanges, want %s", calls, args[0])
				}
			},
		},
	})
}

// run runs a program of Windows, compares its exit status, and searches what it wrote.
func run(ts *testscript.TestScript, wantStatus string, argv []string) {
	err := ts.Exec(wine, argv...)
	status := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	planted := ts.Value(plantedKey).(*testenv.Planted)
	isAnswer := status == 0 && strings.HasSuffix(argv[len(argv)-1], "get")
	if planted.In(ts.ReadFile("stderr")) || !isAnswer && planted.In(ts.ReadFile("stdout")) {
		ts.Fatalf("the output of %s shows a secret", strings.Join(argv, " "))
	}
	for _, stream := range []string{"stdout", "stderr"} {
		if argv[0] != "cmd" && strings.Contains(ts.ReadFile(stream), "\r") {
			ts.Fatalf("%s of %s has carriage returns", stream, strings.Join(argv, " "))
		}
	}
	if strconv.Itoa(status) != wantStatus {
		ts.Fatalf("exit status %d, want %s", status, wantStatus)
	}
}

// setUp gives a script its machine, AWS and registry.
func setUp(env *testscript.Env, built string) error {
	m, err := newMachine(filepath.Join(env.WorkDir, "wine"), built, env.WorkDir)
	if err != nil {
		return err
	}
	env.Defer(m.stop)
	if err := os.Symlink(filepath.Join(m.dir, "c"), filepath.Join(env.WorkDir, "c")); err != nil {
		return err
	}
	keys := awsendpoint.NewIdentity()
	aws := awsendpoint.New()
	aws.AddIdentity(keys)
	server, err := loopback.Serve(aws)
	if err != nil {
		return err
	}
	env.Defer(func() { _ = server.Close() })
	registry, err := registrytest.Start(registrytest.Config{
		Accept: func(user, password string) bool { return user == "puller" && password == plantedSecret },
	})
	if err != nil {
		return err
	}
	env.Defer(func() { _ = registry.Close() })
	planted := &testenv.Planted{More: aws.Tokens}
	planted.Add(plantedSecret, keys.SecretAccessKey)
	env.Values[awsKey], env.Values[plantedKey] = aws, planted
	for name, value := range m.variables() {
		env.Setenv(name, value)
	}
	env.Setenv("SECRET", plantedSecret)
	env.Setenv("KEY_ID", keys.AccessKeyID)
	env.Setenv("KEY_SECRET", keys.SecretAccessKey)
	env.Setenv("ECR_HOST", stageHost)
	env.Setenv("LOOPBACK", registry.Addr())
	env.Setenv("AWS_ENDPOINT_URL_ECR", server.URL())
	env.Defer(func() {
		if holding, _, err := planted.Files(env.WorkDir); err != nil || len(holding) > 0 {
			env.T().Fatal(fmt.Sprintf("secrets are in %v (%v)", holding, err))
		}
	})
	return nil
}
