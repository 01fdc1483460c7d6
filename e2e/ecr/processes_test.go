package ecr

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// question is one process to be: what it is asked, and in which environment.
type question struct {
	server string
	vars   environ.Vars
}

// crowd is what came of many processes at once, and what it cost.
type crowd struct {
	runs  []outcome
	calls int
}

// crowd starts a program many times at once and waits for every end.
func (s *stage) crowd(t *testing.T, program string, asks []question) crowd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	before := len(s.aws.Calls())
	crowd := crowd{runs: make([]outcome, len(asks))}
	var running sync.WaitGroup
	for i, ask := range asks {
		running.Go(func() {
			crowd.runs[i] = s.run(t, s.command(ctx, program, ask.server, ask.vars))
		})
	}
	running.Wait()
	crowd.calls = len(s.aws.Calls()) - before
	return crowd
}

// tokens counts the processes that got a live token, and the different ones.
func (s *stage) tokens(ended crowd) (answers, different int) {
	seen := map[string]bool{}
	for _, run := range ended.runs {
		if s.aws.ValidToken("AWS", run.token) {
			answers++
			seen[run.token] = true
		}
	}
	return answers, len(seen)
}

func fifty(one question) []question {
	asks := make([]question, 50)
	for i := range asks {
		asks[i] = one
	}
	return asks
}

// account returns the host of another account's registry.
func account(i int) string {
	return fmt.Sprintf("%012d.dkr.ecr.us-east-1.amazonaws.com", 100_000_000_000+i)
}

// testProcesses counts the calls of many processes at once, and of the
// compared helper's in the same situation.
func (s *stage) testProcesses(t *testing.T) {
	s.aws.Heal()
	rows := []string{"| processes | calls | answers | different | ecr-login: calls | answers |", "|---|---|---|---|---|---|"}
	scenes := s.crowdScenes(t)
	for _, scene := range scenes {
		ours := s.crowd(t, s.helper, scene.ours)
		answers, different := s.tokens(ours)
		for _, run := range ours.runs {
			s.check(t, run)
			if scene.line != "" && !strings.Contains(run.stdout, scene.line) {
				t.Errorf("%s: %q is not in the answer %q", scene.name, scene.line, run.stdout)
			}
		}
		if ours.calls > scene.calls || ours.calls == 0 != (scene.calls == 0) {
			t.Errorf("%s: %d calls, want %d", scene.name, ours.calls, scene.calls)
		}
		if answers != scene.answers || different != scene.different {
			t.Errorf("%s: %d answers, %d different, want %d and %d", scene.name, answers, different, scene.answers, scene.different)
		}
		theirCalls, theirAnswers := "not installed", ""
		if s.ecrLogin != "" {
			theirs := s.crowd(t, s.ecrLogin, scene.theirs)
			n, _ := s.tokens(theirs)
			theirCalls, theirAnswers = fmt.Sprint(theirs.calls), fmt.Sprint(n)
		}
		rows = append(rows, fmt.Sprintf("| %s | %d | %d | %d | %s | %s |", scene.name, ours.calls, answers, different, theirCalls, theirAnswers))
	}
	t.Log("\n" + strings.Join(rows, "\n"))
	for _, scene := range scenes {
		ask := scene.ours[0]
		s.checkCache(t, ask.vars["DOCKER_CREDENTIAL_SECRETS_CACHE"], scene.identities()...)
	}
}

// crowdScene is a situation, for the helper and for the compared one.
type crowdScene struct {
	name         string
	ours, theirs []question
	calls        int // at most
	answers      int
	different    int
	line         string // in every answer
}

// identities are those of the helper's processes.
func (c crowdScene) identities() []awsendpoint.Identity {
	var identities []awsendpoint.Identity
	for _, ask := range c.ours {
		identities = append(identities, awsendpoint.Identity{AccessKeyID: ask.vars["WORK_CONTAINER_REGISTRY_USER"]})
	}
	return identities
}

func (s *stage) crowdScenes(t *testing.T) []crowdScene {
	t.Helper()
	one, wrong, wide := s.newIdentity(), s.newIdentity(), s.newIdentity()
	wrong.SecretAccessKey = s.newKeys().SecretAccessKey
	ours := func(server string, keys awsendpoint.Identity) question {
		return question{server, s.environ(t, server, keys)}
	}
	theirs := func(server string, keys awsendpoint.Identity) question {
		return question{server, s.ecrLoginEnviron(t, keys)}
	}
	var accounts, theirAccounts, identities, theirIdentities []question
	shared, theirShared := ours(account(0), wide), theirs(account(0), wide)
	for i := range 20 {
		accounts = append(accounts, question{account(i), shared.vars.With(environ.Vars{"WORK_CONTAINER_REGISTRY_SERVER": account(i)})})
		theirAccounts = append(theirAccounts, question{account(i), theirShared.vars})
	}
	home := environ.Vars{"DOCKER_CREDENTIAL_SECRETS_CACHE": shared.vars["DOCKER_CREDENTIAL_SECRETS_CACHE"]}
	theirHome := environ.Vars{"HOME": theirShared.vars["HOME"]}
	for i := range 30 {
		keys := s.newIdentity()
		identities = append(identities, question{account(i), ours(account(i), keys).vars.With(home)})
		theirIdentities = append(theirIdentities, question{account(i), theirs(account(i), keys).vars.With(theirHome)})
	}
	return []crowdScene{
		{name: "50, one key, no token yet", ours: fifty(ours(stageHost, one)), theirs: fifty(theirs(stageHost, one)),
			calls: 1, answers: 50, different: 1},
		{name: "50, refused key", ours: fifty(ours(stageHost, wrong)), theirs: fifty(theirs(stageHost, wrong)),
			calls: 5, line: stageHost + ": the secret access key in WORK_CONTAINER_REGISTRY_PASSWORD is not that of the access key ID in WORK_CONTAINER_REGISTRY_USER"},
		{name: "20 accounts, one identity", ours: accounts, theirs: theirAccounts, calls: 1, answers: 20, different: 1},
		{name: "30 identities", ours: identities, theirs: theirIdentities, calls: 30, answers: 30, different: 30},
		{name: "the same 30 again", ours: identities, theirs: theirIdentities, calls: 0, answers: 30, different: 30},
	}
}

// startHolder starts a process that asks AWS, hangs, and holds the lock.
func (s *stage) startHolder(ctx context.Context, t *testing.T, vars environ.Vars, keys awsendpoint.Identity) *exec.Cmd {
	t.Helper()
	s.aws.FailNext(1, awsendpoint.Fault{Hang: true})
	holder := s.command(ctx, s.helper, stageHost, vars)
	testenv.Must(t, holder.Start())
	for deadline := time.Now().Add(patience); s.callsBy(keys) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the holder doesn't call")
		}
	}
	return holder
}

// testKilledHolder kills a process while it asks AWS for many: the next one
// gets its token.
func (s *stage) testKilledHolder(t *testing.T) {
	keys := s.newIdentity()
	vars := s.environ(t, stageHost, keys)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	holder := s.startHolder(ctx, t, vars, keys)
	defer s.aws.Heal()
	locks, err := filepath.Glob(filepath.Join(vars["DOCKER_CREDENTIAL_SECRETS_CACHE"], "*.lock"))
	if err != nil || len(locks) != 1 {
		t.Fatalf("%d locks (%v), want 1", len(locks), err)
	}
	awaitTry := awaitOpened(t, locks[0])
	var killed time.Time
	run := s.runAnd(t, s.command(ctx, s.helper, stageHost, vars), func() {
		awaitTry()
		killed = time.Now()
		testenv.Must(t, holder.Process.Kill())
		_ = holder.Wait() // killed, as it says
	})
	s.check(t, run)
	if !s.aws.ValidToken("AWS", run.token) {
		t.Errorf("no token: %s", run.stdout)
	}
	if n := s.callsBy(keys); n != 2 {
		t.Errorf("%d calls, want 2", n)
	}
	t.Logf("the next process had its token %s after the holder was killed", time.Since(killed).Round(time.Millisecond))
}
