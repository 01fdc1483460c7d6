// Package timelimit ends waits for what can't be ended itself, as what waits for a
// file system that hangs, or for a child's children.
//
// This package serves this module alone, and changes with it.
package timelimit

import "time"

// Call returns what f returns, and reports whether that took no longer than the
// limit. If it takes longer, f goes on.
func Call[T any](limit time.Duration, f func() T) (result T, ok bool) {
	return CallLate(limit, f, func(T) {})
}

// CallLate is Call, but for what f returns after the limit, which goes to late.
func CallLate[T any](limit time.Duration, f func() T, late func(T)) (result T, ok bool) {
	returned := make(chan T, 1)
	go func() { returned <- f() }()
	select {
	case result = <-returned:
		return result, true
	case <-time.After(limit):
		go func() { late(<-returned) }()
		return result, false
	}
}
