//go:build unix

package helper

import "syscall"

// noFollow opens no link.
const noFollow = syscall.O_NOFOLLOW
