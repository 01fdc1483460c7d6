//go:build linux || darwin

package clientconfig

import (
	"errors"
	"os"
	"syscall"
)

// claim keeps other updates, and nobody else, from the file at path until
// release or the end of the process. It reports false if another has it. An
// exchange shows the new text before it is sure to stay, so whoever goes on
// from that text must wait. Where there is no such lock, nobody waits.
func claim(path string) (release func(), ok bool) {
	file, err := os.Open(path)
	if err != nil {
		return func() {}, true
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		_ = file.Close()
		return nil, false
	}
	return func() { _ = file.Close() }, true
}
