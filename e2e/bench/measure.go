package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/standin/awsendpoint"
)

const crowdSize = 50

// An outcome is what came of a run.
type outcome struct {
	wall, cpu time.Duration // from before the start until the answer is read and the process has ended; in any mode
	isRight   bool
	err       error
}

// measure lets every subject run once in each round, in random order, so that whatever the machine does meanwhile
// befalls all of them alike. Crowds take much longer, and run in every tenth round.
func (b *bench) measure(rounds int, singles, crowds []*subject) error {
	all := slices.Concat(singles, crowds)
	for _, first := range all {
		for s := first; s != nil; s = s.then {
			err := s.start(s.servers[0]).err // the first start of a copy is slower, and fills caches
			for range 5 {
				err = cmp.Or(err, b.measureMemory(s))
			}
			if err != nil {
				return fmt.Errorf("starting %s (%s): %v", s.name, s.asked, err)
			}
		}
	}
	for round := range rounds {
		subjects := singles
		if round%10 == 0 {
			log.Printf("round %d of %d", round, rounds)
			subjects = all
		}
		runtime.GC() // is due now and then, and should not fall into a run
		for _, i := range rand.Perm(len(subjects)) {
			for s := subjects[i]; s != nil; s = s.then {
				if err := b.run(s); err != nil {
					return fmt.Errorf("running %s (%s): %v", s.name, s.asked, err)
				}
			}
		}
	}
	return nil
}

// run runs a subject once, a crowd as often as it is large.
func (b *bench) run(s *subject) error {
	s.coolDown()
	if s.size > 1 {
		// If AWS answered at once, the first one could cache a token before the last one has started.
		b.aws.FailAlways(awsendpoint.Fault{Delay: 100 * time.Millisecond})
		defer b.aws.Heal()
	}
	outcomes := make([]outcome, s.size)
	before, began := len(b.aws.Calls()), time.Now()
	var running sync.WaitGroup
	for i := range s.size {
		running.Go(func() { outcomes[i] = s.start(s.servers[i%len(s.servers)]) })
	}
	running.Wait()
	wall, calls := time.Since(began), len(b.aws.Calls())-before
	var cpu time.Duration
	isRight := 0
	for _, o := range outcomes {
		if o.err != nil {
			return o.err
		}
		cpu += o.cpu
		if o.isRight {
			isRight++
		}
	}
	if s.size == 1 {
		wall = outcomes[0].wall
		if isRight < 1 || calls != s.calls {
			return fmt.Errorf("%d right answers with %d calls to AWS, want 1 with %d", isRight, calls, s.calls)
		}
	}
	s.wall, s.cpu, s.called = append(s.wall, wall.Seconds()), append(s.cpu, cpu.Seconds()), append(s.called, float64(calls))
	s.isRight += isRight
	return nil
}

// coolDown empties the home of a subject that is to call AWS.
func (s *subject) coolDown() {
	if s.calls > 0 {
		_ = os.RemoveAll(s.home) // else the calls to AWS are too few
	}
}

// start runs the subject's program as a client does. It does without os/exec, whose goroutines would have their part in
// what is measured.
func (s *subject) start(server string) outcome {
	stdin, question, noQuestion := os.Pipe()
	answer, stdout, noAnswer := os.Pipe()
	stderr, noErrors := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	_, notWritten := question.WriteString(server)
	if err := errors.Join(noQuestion, noAnswer, noErrors, notWritten, question.Close()); err != nil {
		return outcome{err: err}
	}
	defer stdin.Close()
	defer answer.Close()
	defer stderr.Close()
	began := time.Now()
	attributes := os.ProcAttr{Env: s.environ, Files: []*os.File{stdin, stdout, stderr}}
	process, err := os.StartProcess(s.path, []string{s.path, s.verb}, &attributes)
	stdout.Close()
	if err != nil {
		return outcome{err: err}
	}
	limit := time.AfterFunc(20*time.Second, func() { _ = process.Kill() }) // which ends the reading too
	defer limit.Stop()
	text, _ := io.ReadAll(answer) // what could not be read is no right answer
	state, err := process.Wait()
	wall := time.Since(began)
	if err != nil {
		return outcome{err: err}
	}
	return outcome{wall, state.UserTime() + state.SystemTime(), state.ExitCode() == s.status && s.answer.Match(text), nil}
}

// measureMemory takes a run of its own, which is not timed: see testdata/launch.
func (b *bench) measureMemory(s *subject) error {
	s.coolDown()
	launch := exec.Command(b.programs["launch"].path)
	launch.Env = append(slices.Clone(s.environ), "LAUNCH_PATH="+s.path, "LAUNCH_VERB="+s.verb)
	launch.Stdin = strings.NewReader(s.servers[0])
	output, err := launch.Output()
	kib, notNumber := strconv.ParseFloat(string(output[strings.LastIndex(string(output), "\n")+1:]), 64)
	s.memory = append(s.memory, kib)
	return cmp.Or(err, notNumber)
}
