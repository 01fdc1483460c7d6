package ecr

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// environ has the keys as the secret of a server, and the cache in a directory
// of its own.
func (s *stage) environ(t *testing.T, server string, keys awsendpoint.Identity) environ.Vars {
	t.Helper()
	home := s.newDir(t)
	return environ.Vars{
		"HOME":                            home,
		"USERPROFILE":                     home, // HOME's name on Windows
		"AWS_ENDPOINT_URL":                s.url,
		"DOCKER_CREDENTIAL_SECRETS_CACHE": filepath.Join(s.newDir(t), "cache"),
	}.With(environ.Secret("WORK", server, keys.AccessKeyID, keys.SecretAccessKey)).
		With(environ.Vars{"WORK_CONTAINER_REGISTRY_SESSION_TOKEN": keys.SessionToken})
}

// outcome is what became of a process.
type outcome struct {
	status         int // -1 if it was killed
	stdout, stderr string
	token          string // of the answer, if there is one
	took           time.Duration
}

// command is the program, asked for a server.
func (s *stage) command(ctx context.Context, program, server string, vars environ.Vars) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, "get")
	cmd.Env = vars.Entries()
	cmd.Dir = s.dir
	cmd.Stdin = strings.NewReader(server)
	cmd.WaitDelay = time.Second
	return cmd
}

// run runs a command to its end and checks what every end has in common.
func (s *stage) run(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	return s.runAnd(t, cmd, func() {})
}

// runAnd does something while the process runs.
func (s *stage) runAnd(t *testing.T, cmd *exec.Cmd, meanwhile func()) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	err := cmd.Start()
	if err == nil {
		meanwhile()
		err = cmd.Wait()
	}
	run := outcome{stdout: stdout.String(), stderr: stderr.String(), took: time.Since(started)}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		run.status = exit.ExitCode()
	case err != nil:
		run.status = -1
		t.Errorf("running %s: %v", cmd.Path, err)
	}
	if run.status == 0 {
		var answer struct{ ServerURL, Username, Secret string }
		if err := json.Unmarshal(stdout.Bytes(), &answer); err == nil && answer.Username == "AWS" {
			run.token = answer.Secret
		}
	}
	return run
}

// get asks the helper, and checks that its end is one of the protocol's.
func (s *stage) get(t *testing.T, server string, vars environ.Vars) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	run := s.run(t, s.command(ctx, s.helper, server, vars))
	s.check(t, run)
	return run
}

// check takes an answer for right that is a token and nothing else, or one
// line on both streams without a secret.
func (s *stage) check(t *testing.T, run outcome) {
	t.Helper()
	if s.planted.In(run.stderr) || run.token == "" && s.planted.In(run.stdout) {
		t.Fatal("a secret is in the output")
	}
	switch {
	case run.status == 0 && (run.token == "" || run.stderr != ""):
		t.Errorf("status 0, token: %t, standard error: %q", run.token != "", run.stderr)
	case run.status == 1 && (strings.Count(run.stdout, "\n") != 1 || run.stderr != "docker-credential-secrets: "+run.stdout):
		t.Errorf("status 1 with other lines than the one: standard output %q, standard error %q", run.stdout, run.stderr)
	case run.status != 0 && run.status != 1:
		t.Errorf("status %d, standard error: %q", run.status, run.stderr)
	}
}

// mustGet asks the helper for a token that AWS holds for alive.
func (s *stage) mustGet(t *testing.T, vars environ.Vars) (token string) {
	t.Helper()
	run := s.get(t, stageHost, vars)
	if run.status != 0 {
		t.Fatalf("no token: %s", run.stdout)
	}
	if !s.aws.ValidToken("AWS", run.token) {
		t.Fatal("the token is none of AWS, or dead")
	}
	return run.token
}

// mustFail asks the helper for what it can't get, and checks the words of the
// reason.
func (s *stage) mustFail(t *testing.T, server string, vars environ.Vars, words ...string) {
	t.Helper()
	run := s.get(t, server, vars)
	if run.status != 1 {
		t.Fatalf("status %d, want 1", run.status)
	}
	for _, word := range words {
		if !strings.Contains(run.stdout, word) {
			t.Errorf("%q is not in the error %q", word, run.stdout)
		}
	}
}

// callsBy counts the calls that were signed with a key.
func (s *stage) callsBy(keys awsendpoint.Identity) int {
	n := 0
	for _, call := range s.aws.Calls() {
		if call.AccessKeyID == keys.AccessKeyID {
			n++
		}
	}
	return n
}
