//go:build unix

package ecr

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// waitTimeout is the helper's in these runs, waitOverrun by how much a busy
// machine may end it late. What it waits for would last far longer.
const (
	waitTimeout = 2 * time.Second
	waitOverrun = 8 * time.Second
	saysProcess = "the credential_process of the AWS profile did not answer within 2s"
)

// TestECRWaits has the helper wait for what never comes.
func TestECRWaits(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	t.Run("stopped holder", s.testStoppedHolder)
	t.Run("files and children", s.testFilesAndChildren)
	t.Run("grandchildren", s.testGrandchildren)
	t.Run("kernel log", s.testKernelLog)
}

// testGrandchildren looks whether what a credential_process has started ends
// with it, also if it keeps the streams open and ignores signals.
func (s *stage) testGrandchildren(t *testing.T) {
	vars := s.ambientEnviron(t).With(environ.Vars{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT": waitTimeout.String(), "PATH": os.Getenv("PATH")})
	numbers := filepath.Join(s.newDir(t), "numbers")
	s.writeFile(t, "[profile keys]\ncredential_process = trap '' TERM; sleep 63 & echo $! >>"+numbers+"; sleep 64 & echo $! >>"+numbers+"; wait\n"+
		"[default]\nsource_profile = keys\nrole_arn = "+roleARN+"\n", vars["HOME"], ".aws", "config")
	run := s.get(t, stageHost, vars)
	if run.status != 1 || !strings.Contains(run.stdout, saysProcess) {
		t.Errorf("status %d, %q", run.status, run.stdout)
	}
	content, err := os.ReadFile(numbers)
	if err != nil {
		t.Fatal(err)
	}
	processes := strings.Fields(string(content))
	if len(processes) != 2 {
		t.Fatalf("the process has started %d others", len(processes))
	}
	for _, text := range processes {
		number, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(waitOverrun); syscall.Kill(number, 0) == nil; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Errorf("process %d lives on", number)
				_ = syscall.Kill(number, syscall.SIGKILL)
				break
			}
		}
	}
}

// testFilesAndChildren has a file or a child process never come to an end.
func (s *stage) testFilesAndChildren(t *testing.T) {
	pipe := filepath.Join(s.newDir(t), "pipe")
	testenv.Must(t, syscall.Mkfifo(pipe, 0o600))
	process := func(command string) func(string) environ.Vars {
		return func(home string) environ.Vars {
			s.writeFile(t, "[default]\ncredential_process = "+command+"\n", home, ".aws", "config")
			return nil
		}
	}
	tests := map[string]struct {
		vars  func(home string) environ.Vars
		words string
	}{
		"process that sleeps":   {process("sleep 60"), saysProcess},
		"process with a child":  {process("sleep 61 & sleep 62 & wait"), saysProcess},
		"process that floods":   {process("yes"), "the credential_process of the AWS profile default wrote no keys (more than a megabyte)"},
		"process without end":   {process("trap '' TERM INT; while :; do sleep 1; done"), saysProcess},
		"pipe as configuration": {func(string) environ.Vars { return environ.Vars{"AWS_CONFIG_FILE": pipe} }, "the file that AWS_CONFIG_FILE names can't be read (not a regular file)"},
		"pipe as credentials": {func(string) environ.Vars { return environ.Vars{"AWS_SHARED_CREDENTIALS_FILE": pipe} },
			"the file that AWS_SHARED_CREDENTIALS_FILE names can't be read (not a regular file)"},
		"endless credentials": {func(string) environ.Vars { return environ.Vars{"AWS_SHARED_CREDENTIALS_FILE": "/dev/zero"} },
			"the file that AWS_SHARED_CREDENTIALS_FILE names can't be read (not a regular file)"},
		"endless configuration in its place": {func(home string) environ.Vars {
			s.writeFile(t, "", home, ".aws", "credentials")
			testenv.Must(t, os.Symlink("/dev/zero", filepath.Join(home, ".aws", "config")))
			return nil
		}, "~/.aws/config can't be read (not a regular file)"},
		"endless web identity": {func(string) environ.Vars {
			return environ.Vars{"AWS_WEB_IDENTITY_TOKEN_FILE": "/dev/zero", "AWS_ROLE_ARN": roleARN}
		}, "the file that AWS_WEB_IDENTITY_TOKEN_FILE names can't be read (not a regular file)"},
		"endless web identity of a profile": {func(home string) environ.Vars {
			s.writeFile(t, "[default]\nrole_arn = "+roleARN+"\nweb_identity_token_file = /dev/zero\n", home, ".aws", "config")
			return nil
		}, "the web_identity_token_file of the AWS profile default can't be read (not a regular file)"},
		"endless bundle of a profile": {func(home string) environ.Vars {
			s.writeFile(t, "[default]\nca_bundle = /dev/zero\n", home, ".aws", "config")
			return environ.Vars{"AWS_CA_BUNDLE": ""}
		}, "the ca_bundle of the AWS profile default can't be read (not a regular file)"},
	}
	t.Run("at once", func(t *testing.T) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				vars := s.ambientEnviron(t).With(environ.Vars{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT": waitTimeout.String(), "PATH": os.Getenv("PATH")})
				run := s.get(t, stageHost, vars.With(test.vars(vars["HOME"])))
				if run.status != 1 || !strings.Contains(run.stdout, test.words) {
					t.Errorf("status %d, %q, want one with %q", run.status, run.stdout, test.words)
				}
				if run.took > waitTimeout+waitOverrun {
					t.Errorf("it took %s", run.took)
				}
				t.Logf("ended after %s", run.took.Round(10*time.Millisecond))
			})
		}
	})
}

// testKernelLog reads a value from a file that looks regular and never ends.
func (s *stage) testKernelLog(t *testing.T) {
	file, err := os.OpenFile("/proc/kmsg", os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return // there is none, or not for this user: pipes stand for it in testFilesAndChildren
	}
	testenv.Must(t, file.Close())
	for _, field := range []string{"USER", "PASSWORD", "SESSION_TOKEN"} {
		vars := s.environ(t, stageHost, s.newKeys()).With(environ.Vars{
			"WORK_CONTAINER_REGISTRY_" + field:           "",
			"WORK_CONTAINER_REGISTRY_" + field + "_FILE": "/proc/kmsg",
			"DOCKER_CREDENTIAL_SECRETS_TIMEOUT":          waitTimeout.String(),
		})
		run := s.get(t, stageHost, vars)
		if run.status != 1 || !strings.Contains(run.stdout, field+"_FILE names") || run.took > waitTimeout+waitOverrun {
			t.Errorf("%s: status %d after %s", field, run.status, run.took)
		}
		t.Logf("%s: %q after %s", field, run.stdout, run.took.Round(10*time.Millisecond))
	}
}

// testStoppedHolder stops a process while it asks AWS for many others: each of
// them gets its token.
func (s *stage) testStoppedHolder(t *testing.T) {
	keys := s.newIdentity()
	vars := s.environ(t, stageHost, keys).With(environ.Vars{"DOCKER_CREDENTIAL_SECRETS_TIMEOUT": "20s"})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	holder := s.startHolder(ctx, t, vars, keys)
	defer s.aws.Heal()
	testenv.Must(t, holder.Process.Signal(syscall.SIGSTOP))
	crowd := s.crowd(t, s.helper, fifty(question{stageHost, vars}))
	if answers, _ := s.tokens(crowd); answers != 50 {
		t.Errorf("%d of 50 got a token", answers)
	}
	var slowest time.Duration
	for _, run := range crowd.runs {
		s.check(t, run)
		slowest = max(slowest, run.took)
	}
	t.Logf("%d calls, the slowest of 50 took %s", crowd.calls, slowest.Round(10*time.Millisecond))
	testenv.Must(t, holder.Process.Kill())
	_ = holder.Wait() // killed, as it says
}
