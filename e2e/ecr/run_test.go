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

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

// ecrEnviron is an environment, by name. Nothing of the test's own gets in.
type ecrEnviron map[string]string

// environ has the keys as the secret of a server, and the cache in a
// directory of its own.
func (s *ecrStage) environ(t *testing.T, server string, keys awsendpoint.Identity) ecrEnviron {
	t.Helper()
	home := s.newDir(t)
	return ecrEnviron{
		"HOME":                                  home,
		"USERPROFILE":                           home, // HOME's name on Windows
		"AWS_ENDPOINT_URL":                      s.url,
		"DOCKER_CREDENTIAL_SECRETS_CACHE":       filepath.Join(s.newDir(t), "cache"),
		"WORK_CONTAINER_REGISTRY_SERVER":        server,
		"WORK_CONTAINER_REGISTRY_USER":          keys.AccessKeyID,
		"WORK_CONTAINER_REGISTRY_PASSWORD":      keys.SecretAccessKey,
		"WORK_CONTAINER_REGISTRY_SESSION_TOKEN": keys.SessionToken,
	}
}

func (e ecrEnviron) with(more ecrEnviron) ecrEnviron {
	all := ecrEnviron{}
	for _, some := range []ecrEnviron{e, more} {
		for name, value := range some {
			all[name] = value
		}
	}
	return all
}

func (e ecrEnviron) entries() []string {
	entries := []string{}
	for name, value := range e {
		if value != "" {
			entries = append(entries, name+"="+value)
		}
	}
	return entries
}

// ecrRun is what became of a process.
type ecrRun struct {
	status         int // -1 if it was killed
	stdout, stderr string
	token          string // of the answer, if there is one
	took           time.Duration
}

// command is the program, asked for a server.
func (s *ecrStage) command(ctx context.Context, program, server string, environ ecrEnviron) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, "get")
	cmd.Env = environ.entries()
	cmd.Dir = s.dir
	cmd.Stdin = strings.NewReader(server)
	cmd.WaitDelay = time.Second
	return cmd
}

// run runs a command to its end and checks what every end has in common.
func (s *ecrStage) run(t *testing.T, cmd *exec.Cmd) ecrRun {
	t.Helper()
	return s.runAnd(t, cmd, func() {})
}

// runAnd does something while the process runs.
func (s *ecrStage) runAnd(t *testing.T, cmd *exec.Cmd, meanwhile func()) ecrRun {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	err := cmd.Start()
	if err == nil {
		meanwhile()
		err = cmd.Wait()
	}
	run := ecrRun{stdout: stdout.String(), stderr: stderr.String(), took: time.Since(started)}
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
func (s *ecrStage) get(t *testing.T, server string, environ ecrEnviron) ecrRun {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), ecrPatience)
	defer cancel()
	run := s.run(t, s.command(ctx, s.helper, server, environ))
	s.check(t, run)
	return run
}

// check takes an answer for right that is a token and nothing else, or one
// line on both streams without a secret.
func (s *ecrStage) check(t *testing.T, run ecrRun) {
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
func (s *ecrStage) mustGet(t *testing.T, environ ecrEnviron) (token string) {
	t.Helper()
	run := s.get(t, ecrStageHost, environ)
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
func (s *ecrStage) mustFail(t *testing.T, server string, environ ecrEnviron, words ...string) {
	t.Helper()
	run := s.get(t, server, environ)
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
func (s *ecrStage) callsBy(keys awsendpoint.Identity) int {
	n := 0
	for _, call := range s.aws.Calls() {
		if call.AccessKeyID == keys.AccessKeyID {
			n++
		}
	}
	return n
}
