// Package stack gives the first goroutine's stack its final size before any
// other package is initialised. It would grow there by and by, and be copied
// each time, which is an eighth of what a start costs beyond an empty
// program's. That this package imports nothing makes it the first.
//
// This package serves this module alone, and changes with it.
package stack

// size is in bytes what the front desk needs at its deepest.
const size = 12 << 10

func init() { reserve(0) }

// reserve has a frame of that size, which the runtime makes room for at the
// call, and touches nothing of it.
//
//go:noinline
func reserve(at int) byte {
	if at == 0 {
		return 0
	}
	var frame [size]byte
	frame[at%size] = byte(at)
	return frame[at/2%size]
}
