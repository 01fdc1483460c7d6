package helper

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/docker/docker-credential-helpers/credentials"
)

// overtime is how long after its timeout a verb is ended that has not ended by
// itself: one that waits for a file system that hangs. An exchange ends before
// its timeout.
const overtime = 900 * time.Millisecond

// longestWatch leaves room for what is added to a timeout.
const longestWatch = 24 * time.Hour

// A watch ends a verb that waits too long for what it can't give up. It does
// nothing until then: to start a timer starts a thread.
type watch struct {
	// start has the verb fail, and the program exit, at its deadline. It is nil
	// where no verb runs.
	start   func() *time.Timer
	timer   *time.Timer
	awaited atomic.Value // a string
}

// await notes what perhaps never answers.
func (w *watch) await(what string) {
	w.awaited.Store(what)
	if w.timer == nil && w.start != nil {
		w.timer = w.start()
	}
}

// stop ends the watch. If that has begun to answer, stop never returns.
func (w *watch) stop() {
	if w.timer != nil && !w.timer.Stop() {
		select {}
	}
}

// watchVerb has the watch end a verb.
func (k keychain) watchVerb(action credentials.Action) {
	k.watch.start = func() *time.Timer {
		timeout := k.program.Timeout()
		return time.AfterFunc(min(timeout, longestWatch)+overtime-k.program.elapsed(), func() {
			late := fmt.Errorf("no answer within %v from %v: put it on a file system that answers", timeout, k.watch.awaited.Load())
			k.program.Exit(k.program.finish(action, result{err: late}))
		})
	}
}

// elapsed is the time since the process started.
func (p Program) elapsed() time.Duration {
	if p.Started.IsZero() {
		return 0
	}
	return time.Since(p.Started)
}

// Defect is the error of a panic, for whoever calls it from a deferred function
// that has recovered.
func Defect() error {
	return errors.New("this is a defect of " + Name + " (in " + panicking() +
		"): please report it, with its version and what was asked")
}

// panicking returns the function and the line that panicked, for whoever calls
// it from a deferred function. It holds no value, as a panic's text may.
func panicking() string {
	var callers [32]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers[:])])
	for isBelow := false; ; {
		frame, more := frames.Next()
		if isBelow && !strings.HasPrefix(frame.Function, "runtime.") {
			return frame.Function + ", line " + strconv.Itoa(frame.Line)
		}
		isBelow = isBelow || frame.Function == "runtime.gopanic"
		if !more {
			return "an unknown place"
		}
	}
}
