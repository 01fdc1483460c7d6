package doctor

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// frameTime is how long a picture of the spinner stays.
const frameTime = 100 * time.Millisecond

// eraseLine goes to the line's beginning and clears it (ECMA-48, EL).
const eraseLine = "\r\x1b[K"

// progress tells which registries have not answered yet.
type progress struct {
	mu       sync.Mutex
	titles   []string
	answered []bool
}

func (p *progress) begin(titles []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.titles, p.answered = titles, make([]bool, len(titles))
}

func (p *progress) end(i int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answered[i] = true
}

// line says who is awaited.
func (p *progress) line() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var awaited []string
	for i, title := range p.titles {
		if !p.answered[i] {
			awaited = append(awaited, title)
		}
	}
	if awaited == nil {
		return "looking at this machine"
	}
	return fmt.Sprintf("%d of %d done, waiting for %s", len(p.titles)-len(awaited), len(p.titles), strings.Join(awaited, ", "))
}

// startLine keeps a line that moves on a terminal, until stop is called: that
// erases it.
func (s Style) startLine(out io.Writer, p *progress) (stop func()) {
	stopped, erased := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(erased)
		ticker := time.NewTicker(frameTime)
		defer ticker.Stop()
		frames := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
		if s.IsASCII {
			frames = []rune(`|/-\`)
		}
		for frame := 0; ; frame = (frame + 1) % len(frames) {
			select {
			case <-stopped:
				_, _ = io.WriteString(out, eraseLine)
				return
			case <-ticker.C:
				_, _ = io.WriteString(out, eraseLine+string(frames[frame])+" "+s.cut(p.line(), len("x ")))
			}
		}
	}()
	return func() { close(stopped); <-erased }
}
