//go:build linux

package windows

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/loopback"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// patience bounds a run that must end long before.
const patience = time.Minute

// A stage is a machine, AWS, and the environment of one identity there.
type stage struct {
	machine
	aws  *awsendpoint.Endpoint
	vars environ.Vars
}

// testProcesses has several processes at work on the same files.
func testProcesses(t *testing.T, built string) {
	for name, test := range map[string]func(*testing.T, *stage){
		"many at once":     testManyAtOnce,
		"killed holder":    testKilledHolder,
		"stopped holder":   testStoppedHolder,
		"open token":       testOpenToken,
		"open config.json": testOpenConfiguration,
		"interrupt":        testInterrupt,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newStage(t, built))
		})
	}
}

func newStage(t *testing.T, built string) *stage {
	t.Helper()
	m, err := newMachine(t.TempDir(), built, t.TempDir())
	testenv.Must(t, err)
	t.Cleanup(m.stop)
	keys, aws := awsendpoint.NewIdentity(), awsendpoint.New()
	aws.AddIdentity(keys)
	server, err := loopback.Serve(aws)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	secret := environ.Secret("WORK", stageHost, keys.AccessKeyID, keys.SecretAccessKey)
	return &stage{m, aws, secret.With(environ.Vars{"AWS_ENDPOINT_URL_ECR": server.URL()})}
}

func (s *stage) get(ctx context.Context, vars environ.Vars) *exec.Cmd {
	cmd := s.command(ctx, s.vars.With(vars), "docker-credential-secrets", "get")
	cmd.Stdin = strings.NewReader(stageHost)
	return cmd
}

// mustGet returns the token of an answer.
func (s *stage) mustGet(t *testing.T, vars environ.Vars) (token string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := s.get(ctx, vars)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	var answer struct{ Secret string }
	if err != nil || json.Unmarshal(stdout, &answer) != nil || !s.aws.ValidToken("AWS", answer.Secret) || stderr.Len() > 0 {
		t.Errorf("no token (%v): %s", err, stderr.String())
	}
	return answer.Secret
}

func (s *stage) calls() int { return s.aws.Count(awsendpoint.GetAuthorizationToken) }

// cache returns the files of the cache with an ending.
func (s *stage) cache(t *testing.T, ending string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.dir, "c", "users", "me", "AppData", "Local", "docker-credential-secrets", "ecr-*"+ending))
	testenv.Must(t, err)
	return files
}

// testManyAtOnce has one process ask AWS and the others wait for its token.
func testManyAtOnce(t *testing.T, s *stage) {
	tokens := make([]string, 20)
	var running sync.WaitGroup
	for i := range tokens {
		running.Go(func() { tokens[i] = s.mustGet(t, environ.Vars{"WINEDLLOVERRIDES": noServices}) })
	}
	running.Wait()
	for _, token := range tokens {
		if token != tokens[0] {
			t.Error("different tokens")
		}
	}
	if n := s.calls(); n != 1 {
		t.Errorf("%d calls by %d processes", n, len(tokens))
	}
}

// hold starts a process that asks AWS, hangs, and holds the lock.
func (s *stage) hold(ctx context.Context, t *testing.T) *exec.Cmd {
	t.Helper()
	s.aws.FailNext(1, awsendpoint.Fault{Hang: true})
	holder := s.get(ctx, nil)
	testenv.Must(t, holder.Start())
	for deadline := time.Now().Add(patience); s.calls() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the holder doesn't call")
		}
	}
	return holder
}

// testKilledHolder frees the lock of a process that dies.
func testKilledHolder(t *testing.T, s *stage) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	holder := s.hold(ctx, t)
	testenv.Must(t, holder.Process.Kill())
	_ = holder.Wait() // killed, as it says
	s.mustGet(t, nil)
	if n := s.calls(); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
}

// testStoppedHolder has a process give up waiting for another one while there is time.
func testStoppedHolder(t *testing.T, s *stage) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	holder := s.hold(ctx, t)
	testenv.Must(t, holder.Process.Signal(syscall.SIGSTOP))
	defer func() {
		_ = holder.Process.Kill()
		_ = holder.Wait()
	}()
	s.mustGet(t, environ.Vars{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT": "8s"})
}

// open has another program keep a file open, until close is called.
func (s *stage) open(t *testing.T, path string) (closeFile func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	holder := s.command(ctx, nil, "holdopen", path)
	stdin, err := holder.StdinPipe()
	testenv.Must(t, err)
	stdout, err := holder.StdoutPipe()
	testenv.Must(t, err)
	testenv.Must(t, holder.Start())
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "open\n" {
		t.Fatalf("%s is not open: %q, %v", path, line, err)
	}
	return func() {
		_ = stdin.Close()
		_ = holder.Wait()
	}
}

// testOpenToken has an old token in a file that nobody can replace while a virus scanner reads it: the answer is a new one
// all the same, and the next process, which finds the old one, gets one too.
func testOpenToken(t *testing.T, s *stage) {
	s.aws.SetTokenLife(time.Second)
	old := s.mustGet(t, nil)
	s.aws.SetTokenLife(time.Hour)
	files := s.cache(t, ".token")
	if len(files) != 1 {
		t.Fatalf("%d tokens are kept", len(files))
	}
	closeFile := s.open(t, `C:\users\me\AppData\Local\docker-credential-secrets\`+filepath.Base(files[0]))
	for s.aws.ValidToken("AWS", old) {
		time.Sleep(10 * time.Millisecond)
	}
	first, second := s.mustGet(t, nil), s.mustGet(t, nil)
	if first == old || second == old || s.calls() != 3 {
		t.Errorf("a dead token is the answer, or %d calls", s.calls())
	}
	closeFile()
	if kept := s.mustGet(t, nil); s.mustGet(t, nil) != kept || s.calls() != 4 {
		t.Errorf("no token is kept once the file is free: %d calls", s.calls())
	}
}

// testOpenConfiguration has Docker's file open, as while Docker reads it.
func testOpenConfiguration(t *testing.T, s *stage) {
	config := filepath.Join(s.dir, "c", "config.json")
	testenv.Must(t, os.WriteFile(config, []byte("{}\n"), 0o600))
	configure := func() (string, error) {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		output, err := s.command(ctx, environ.Vars{"DOCKER_CONFIG": `C:\`}, "docker-credential-secrets", "configure", "a.example").CombinedOutput()
		return string(output), err
	}
	closeFile := s.open(t, `C:\config.json`)
	const want = `C:\config.json can't be replaced, since another program has it open, or its access list forbids it: close that program, and try again`
	if output, err := configure(); err == nil || !strings.Contains(output, want) {
		t.Errorf("%v: %s", err, output)
	}
	if text, err := os.ReadFile(config); err != nil || string(text) != "{}\n" {
		t.Errorf("the file is %q (%v)", text, err)
	}
	time.AfterFunc(500*time.Millisecond, closeFile)
	if output, err := configure(); err != nil {
		t.Errorf("%v: %s", err, output)
	}
}
