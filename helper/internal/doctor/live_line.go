package doctor

import (
	"io"
	"time"
)

// frameTime is how long a picture of the spinner stays.
const frameTime = 100 * time.Millisecond

// eraseLine goes to the line's beginning and clears it (ECMA-48, EL).
const eraseLine = "\r\x1b[K"

// writeLive writes blocks of text to a terminal as they come, until the channel
// is closed, and as long as it is open a line that moves below them.
func writeLive(out io.Writer, line string, blocks <-chan string) {
	ticker := time.NewTicker(frameTime)
	defer ticker.Stop()
	frames := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	for frame := 0; ; frame = (frame + 1) % len(frames) {
		select {
		case block, isOpen := <-blocks:
			_, _ = io.WriteString(out, eraseLine+block)
			if !isOpen {
				return
			}
		case <-ticker.C:
			_, _ = io.WriteString(out, eraseLine+string(frames[frame])+" "+line)
		}
	}
}
