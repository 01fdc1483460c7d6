package exchange_test

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// A timeline is a machine whose clock may be wrong, in a world whose time is
// that of AWS.
type timeline struct {
	*world
	machine, truth *clock
	// behind is how much the machine's clock was behind the truth when the
	// kept token came.
	behind map[string]time.Duration
}

func newTimeline(t testing.TB) *timeline {
	w := newWorld(t)
	line := &timeline{world: w, machine: newClock(), truth: newClock(), behind: map[string]time.Duration{}}
	w.now = line.machine.now
	w.aws.SetClock(line.truth.now)
	return line
}

// pass lets time go by.
func (l *timeline) pass(d time.Duration) {
	l.truth.move(d)
	l.machine.move(d)
}

func (l *timeline) isBehind() time.Duration { return l.truth.now().Sub(l.machine.now()) }

// get asks as a new process does. A token must be alive, unless the machine
// can't know better: its clock was set back, since the token came, to a time
// behind the truth; or it was half a day ahead when the token came, and has
// come by that very minute again.
func (l *timeline) get(t testing.TB) error {
	t.Helper()
	given := len(l.aws.Tokens())
	token, err := l.token(t, patience)
	if err != nil {
		return err
	}
	if len(l.aws.Tokens()) > given {
		l.behind[token.Password.Reveal()] = l.isBehind()
	}
	setBack := l.isBehind() > max(0, l.behind[token.Password.Reveal()])
	sameMinute := token.Lifetime <= time.Minute
	if !setBack && !sameMinute && !l.aws.ValidToken(ecr.TokenUser, token.Password.Reveal()) {
		t.Fatalf("a dead token; the clock is %s behind, and was %s behind when the token came", l.isBehind(), l.behind[token.Password.Reveal()])
	}
	return nil
}

// TestClockPutRight starts with a wrong clock, which is then put right: when
// the token is dead by the clock of AWS it must not look young by this one.
func TestClockPutRight(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{
		time.Hour, 5 * time.Hour, 7 * time.Hour, 11*time.Hour + 59*time.Minute, 13 * time.Hour, 1000 * time.Hour,
		-time.Hour, -7 * time.Hour, -13 * time.Hour, -1000 * time.Hour,
	} {
		for _, later := range []time.Duration{0, time.Minute, 5 * time.Hour, 11 * time.Hour, 12 * time.Hour, 12*time.Hour + time.Minute, 20 * time.Hour, 30 * time.Hour} {
			t.Run(wrong.String()+" then "+later.String(), func(t *testing.T) {
				t.Parallel()
				line := newTimeline(t)
				line.machine.move(wrong)
				if err := line.get(t); err != nil {
					t.Fatal(err)
				}
				line.pass(later)
				line.machine.move(-wrong)
				line.aws.FailAlways(awsendpoint.Fault{Status: http.StatusServiceUnavailable, RetryAfter: "0"})
				_ = line.get(t) // no token is right as well
				line.aws.Heal()
				line.machine.move(time.Minute) // past what is remembered of the outage
				line.truth.move(time.Minute)
				if err := line.get(t); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

// TestWrongClock keeps a clock as wrong as it is: a token is dead when AWS
// says so, and one serves many processes.
func TestWrongClock(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		wrong time.Duration
		most  int // tokens in a day of a process a quarter of an hour
	}{
		{0, 5}, {-time.Hour, 5}, {-1000 * time.Hour, 5}, {time.Hour, 5}, {5 * time.Hour, 7}, {10 * time.Hour, 25},
	} {
		t.Run(test.wrong.String(), func(t *testing.T) {
			t.Parallel()
			line := newTimeline(t)
			line.machine.move(test.wrong)
			for range 24 * 4 {
				if err := line.get(t); err != nil {
					t.Fatal(err)
				}
				line.pass(15 * time.Minute)
			}
			if n := len(line.aws.Tokens()); n > test.most {
				t.Errorf("%d tokens, want at most %d", n, test.most)
			}
		})
	}
}

// steps are how far time, or a clock, moves at once.
func steps() [16]time.Duration {
	return [16]time.Duration{
		time.Second, 4 * time.Second, 5 * time.Second, 30 * time.Second,
		time.Minute, 5 * time.Minute, 20 * time.Minute, time.Hour,
		3 * time.Hour, 5*time.Hour + 59*time.Minute, 6 * time.Hour, 9 * time.Hour,
		11*time.Hour + 59*time.Minute, 12 * time.Hour, 13 * time.Hour, 500 * time.Hour,
	}
}

// play lets each byte be an event: which one by its upper half, how far by
// its lower. No token that is served is dead, as far as a machine can know,
// and whoever asks right after another doesn't ask AWS again.
func (l *timeline) play(t *testing.T, events []byte) {
	t.Helper()
	for _, event := range events {
		step := steps()[event&15]
		switch event >> 4 {
		case 1, 5:
			l.pass(step)
		case 2, 6:
			l.machine.move(step)
		case 4, 7:
			l.machine.move(-step)
		case 8:
			l.aws.FailAlways(awsendpoint.Fault{Status: http.StatusServiceUnavailable, RetryAfter: "0"})
		case 12:
			l.aws.Heal()
		default:
			l.getTwice(t)
		}
	}
}

func (l *timeline) getTwice(t *testing.T) {
	t.Helper()
	failed := l.get(t)
	calls := len(l.aws.Calls())
	failedAgain := l.get(t)
	if (failed == nil) != (failedAgain == nil) {
		t.Fatalf("one process: %v, the next: %v", failed, failedAgain)
	}
	if n := len(l.aws.Calls()) - calls; n != 0 {
		t.Fatalf("%d calls by the next process, want 0", n)
	}
}

// FuzzClock moves time and the machine's clock as it likes, with and without
// an outage. The invariants are those of play.
func FuzzClock(f *testing.F) {
	f.Add([]byte{0, 0x17, 0, 0x2c, 0, 0x47, 0})
	f.Add([]byte{0x2d, 0, 0x1d, 0x4d, 0, 0x80, 0x1c, 0})
	f.Add([]byte{0x4d, 0, 0x1c, 0x2d, 0, 0xc0, 0})
	f.Fuzz(func(t *testing.T, events []byte) {
		if len(events) > 24 {
			t.Skip("a longer story than worth its time")
		}
		newTimeline(t).play(t, events)
	})
}

// TestWanderingClock plays stories that are longer than what a fuzzer finds
// in little time, the same ones in every run.
func TestWanderingClock(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 0))
			events := make([]byte, 60)
			for i := range events {
				events[i] = byte(random.Uint32())
			}
			newTimeline(t).play(t, events)
		})
	}
}

// TestLastSecond has a token that may be dead before its answer came: AWS tells its
// clock in whole seconds.
func TestLastSecond(t *testing.T) {
	t.Parallel()
	for life, isUsed := range map[time.Duration]bool{time.Second: false, 2 * time.Second: true} {
		line := newTimeline(t)
		line.aws.SetTokenLife(life)
		if _, err := line.token(t, patience); (err == nil) != isUsed {
			t.Errorf("a token of %s: %v", life, err)
		}
	}
}
