// Package bounded ends waits for what can't be ended itself, as what waits for a
// file system that hangs.
package bounded

import "time"

// Call returns what f returns, and reports whether that took no longer than the
// limit. If it didn't, f goes on.
func Call[T any](limit time.Duration, f func() T) (result T, ok bool) {
	returned := make(chan T, 1)
	go func() { returned <- f() }()
	select {
	case result = <-returned:
		return result, true
	case <-time.After(limit):
		return result, false
	}
}
