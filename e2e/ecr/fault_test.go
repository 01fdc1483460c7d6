//go:build unix

package ecr

import (
	"context"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

const (
	faultRounds      = 640
	faultRoundsShort = 160

	// faultSeedVariable repeats a run: the number that it printed.
	faultSeedVariable = "E2E_FAULT_SEED"

	// Tokens live so short that every round may meet a fresh, an old or a
	// dead one: in every other epoch AWS gives none, for longer than that.
	faultTokenLife = 2 * time.Second
	faultEpoch     = 80 // rounds
	// shortTimeout is for trouble that lasts as long as the helper lets it,
	// longTimeout for any other.
	shortTimeout = 400 * time.Millisecond
	longTimeout  = 10 * time.Second
	// faultOverrun is by how much a busy machine may end a process late.
	faultOverrun = 5 * time.Second
	// longestLife is more than the helper needs to get and keep a token.
	longestLife = 15 * time.Millisecond
	// nobody is a user whom permissions hold for.
	nobody = 65534
)

// faults is a run of rounds. In each one the cache is damaged, AWS fails, or a
// process is killed; then one more process must give the right answer or the
// right error.
type faults struct {
	*stage
	random *rand.Rand
	dirs   []string
	user   *syscall.SysProcAttr
	people []faultPerson
	owner  map[string]string // of each token, an access key ID

	answers, errors, killed int
	latest                  time.Duration // by which a process overran
}

// faultPerson is an identity, and what the helper says of it if AWS answers.
type faultPerson struct {
	keys    awsendpoint.Identity
	refusal string // empty for one who gets tokens
}

func TestECRFaults(t *testing.T) {
	t.Parallel()
	f := newFaults(t)
	rounds, seed := faultRounds, rand.Uint64()
	if testing.Short() {
		rounds = faultRoundsShort
	}
	if given, err := strconv.ParseUint(os.Getenv(faultSeedVariable), 10, 64); err == nil {
		seed = given
	}
	t.Logf("%s=%d repeats these %d rounds", faultSeedVariable, seed, rounds)
	for i := range rounds {
		f.random = rand.New(rand.NewPCG(seed, uint64(i)))
		f.round(t, i)
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d answers, %d errors, %d killed; the latest end was %s after its deadline",
		f.answers, f.errors, f.killed, max(f.latest, 0).Round(time.Millisecond))
	if f.answers == 0 || f.errors == 0 || f.killed == 0 {
		t.Error("one kind of end never came: the rounds prove too little")
	}
	for _, dir := range f.dirs {
		f.keepOne(t, dir)
		f.checkCache(t, dir, f.people[0].keys, f.people[1].keys, f.people[2].keys)
	}
}

func newFaults(t *testing.T) *faults {
	t.Helper()
	f := &faults{stage: newStage(t), owner: map[string]string{}, user: &syscall.SysProcAttr{}}
	f.aws.SetTokenLife(faultTokenLife)
	// In whole seconds, which are all that a token tells of its end.
	f.aws.SetClock(func() time.Time { return time.Now().Truncate(time.Second) })
	if os.Geteuid() == 0 {
		f.user.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	} else {
		testenv.Without(t, "root, for a full disk and another user")
	}
	f.dirs = []string{f.newCacheDir(t, f.newDir(t))}
	if mount, ok := f.mountSmallDisk(t); ok {
		f.dirs = append(f.dirs, f.newCacheDir(t, mount))
	}
	denied, wrong := f.newIdentity(), f.newIdentity()
	denied.Denied = true
	f.aws.AddIdentity(denied)
	wrong.SecretAccessKey = f.newKeys().SecretAccessKey
	f.people = []faultPerson{
		{keys: f.newIdentity()}, {keys: f.newIdentity()}, {keys: f.newIdentity()},
		{denied, denied.ARN + " is not allowed to get ECR tokens"},
		{wrong, "is not that of the access key ID in"},
	}
	return f
}

// round is one round.
func (f *faults) round(t *testing.T, number int) {
	t.Helper()
	person := pick(f.random, f.people...)
	dir := pick(f.random, f.dirs...)
	damage := pick(f.random, f.damages()...)
	trouble := f.trouble(number)
	vars := f.environ(t, stageHost, person.keys).With(environ.Vars{
		"DOCKER_CREDENTIAL_SECRETS_CACHE":   dir,
		"DOCKER_CREDENTIAL_SECRETS_TIMEOUT": trouble.timeout().String(),
	})
	t.Logf("round %d: %s, AWS: %s, refused: %t, disk %t", number, damage.name, trouble.name, person.refusal != "", dir == f.dirs[0])

	damage.do(t, dir)
	trouble.begin(f.aws)
	if f.random.IntN(3) == 0 {
		f.killOne(t, vars)
	}
	f.forgetFailures(t, dir)
	started := time.Now()
	run := f.runAsUser(t, vars, trouble.timeout())
	trouble.end(f.aws)
	if run.status == 0 && !trouble.passes && f.owner[run.token] == "" {
		t.Error("a token of an AWS that had none to give")
	}
	for _, token := range f.aws.Tokens() {
		if f.owner[token] == "" {
			f.owner[token] = person.keys.AccessKeyID
		}
	}
	f.judge(t, run, person, trouble, started)
	f.repair(t, dir)
}

// keepOne leaves at least one token in a cache.
func (f *faults) keepOne(t *testing.T, dir string) {
	t.Helper()
	vars := f.environ(t, stageHost, f.people[0].keys).With(environ.Vars{"DOCKER_CREDENTIAL_SECRETS_CACHE": dir})
	if run := f.runAsUser(t, vars, longTimeout); run.status != 0 {
		t.Errorf("no token: %s", run.stdout)
	}
}

// trouble picks what ails AWS in a round.
func (f *faults) trouble(number int) awsTrouble {
	outage := number/faultEpoch%2 == 1
	if !outage && f.random.IntN(2) == 0 {
		return awsTrouble{name: "none", passes: true}
	}
	for {
		if trouble := pick(f.random, awsTroubles()...); !outage || !trouble.passes {
			return trouble
		}
	}
}

// killOne starts a process and kills it at some moment.
func (f *faults) killOne(t *testing.T, vars environ.Vars) {
	t.Helper()
	cmd := f.command(t.Context(), f.helper, stageHost, vars)
	cmd.SysProcAttr = f.user
	var stderr strings.Builder
	cmd.Stderr = &stderr
	testenv.Must(t, cmd.Start())
	time.Sleep(time.Duration(f.random.Int64N(int64(longestLife)))) // the moment is what is tried
	_ = cmd.Process.Kill()                                         // it may have ended
	_ = cmd.Wait()                                                 // whatever it came to
	if strings.Contains(stderr.String(), "panic") {
		t.Errorf("a panic: %s", stderr.String())
	}
	if cmd.ProcessState.ExitCode() == -1 {
		f.killed++
	}
}

// runAsUser runs the process that counts.
func (f *faults) runAsUser(t *testing.T, vars environ.Vars, timeout time.Duration) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), timeout+patience)
	defer cancel()
	cmd := f.command(ctx, f.helper, stageHost, vars)
	cmd.SysProcAttr = f.user
	run := f.run(t, cmd)
	f.check(t, run)
	f.latest = max(f.latest, run.took-timeout)
	if run.took > timeout+faultOverrun {
		t.Errorf("the end came %s after the deadline", run.took-timeout)
	}
	return run
}

// judge tells right answers and right errors from others.
func (f *faults) judge(t *testing.T, run outcome, person faultPerson, trouble awsTrouble, started time.Time) {
	t.Helper()
	if run.status == 0 {
		f.answers++
		if f.owner[run.token] != person.keys.AccessKeyID {
			t.Errorf("a token of another: %t, or of nobody", f.owner[run.token] != "")
		}
		if expires, ok := ecr.PastedExpiry(hidden.Of(run.token)); !ok || !started.Before(expires) {
			t.Errorf("a token that had died %s before", started.Sub(expires))
		}
		return
	}
	f.errors++
	words := trouble.errors(strings.TrimPrefix(f.url, "http://"), person)
	if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(run.stdout, word) }) {
		t.Errorf("not one of the errors %q: %s", words, run.stdout)
	}
}

func pick[T any](random *rand.Rand, some ...T) T { return some[random.IntN(len(some))] }
