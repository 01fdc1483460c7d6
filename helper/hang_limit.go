package helper

import "time"

// Within returns what f returns, and whether that took no longer than the limit:
// what waits for a file system that hangs can't be ended otherwise.
func Within[T any](limit time.Duration, f func() T) (result T, ok bool) {
	returned := make(chan T, 1)
	go func() { returned <- f() }()
	patience := time.NewTimer(limit)
	defer patience.Stop()
	select {
	case result = <-returned:
		return result, true
	case <-patience.C:
		return result, false
	}
}
