//go:build unix

package secrets

import "syscall"

// openWithoutWaiting opens a pipe at once, though nobody writes to it.
const openWithoutWaiting = syscall.O_NONBLOCK
