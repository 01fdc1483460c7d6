package doctor

import (
	"io"
	"sync"
	"time"
)

// frameTime is how long a picture of the spinner stays.
const frameTime = 100 * time.Millisecond

// A Live writes blocks of text to a terminal, with a spinner below them as
// long as it runs. StartLive makes one.
type Live struct {
	out     io.Writer
	spins   bool
	text    string
	mu      sync.Mutex
	frame   int
	stop    chan struct{}
	stopped sync.WaitGroup
}

// StartLive starts the spinner, with a text beside it, if spins is set.
func StartLive(out io.Writer, spins bool, text string) *Live {
	l := &Live{out: out, spins: spins, text: text, stop: make(chan struct{})}
	if spins {
		l.stopped.Go(l.spin)
	}
	return l
}

func (l *Live) spin() {
	ticker := time.NewTicker(frameTime)
	defer ticker.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-ticker.C:
			l.mu.Lock()
			frames := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
			l.frame++
			_, _ = io.WriteString(l.out, eraseLine+string(frames[l.frame%len(frames)])+" "+l.text)
			l.mu.Unlock()
		}
	}
}

// eraseLine goes to the line's beginning and clears it (ECMA-48, EL).
const eraseLine = "\r\x1b[K"

// Print writes a block above the spinner.
func (l *Live) Print(block string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.spins {
		block = eraseLine + block
	}
	_, _ = io.WriteString(l.out, block)
}

// Stop ends the spinner.
func (l *Live) Stop() {
	if !l.spins {
		return
	}
	close(l.stop)
	l.stopped.Wait()
	_, _ = io.WriteString(l.out, eraseLine)
}
