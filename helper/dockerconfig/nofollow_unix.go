//go:build unix

package dockerconfig

import "syscall"

// openNoFollow makes opening a link fail.
const openNoFollow = syscall.O_NOFOLLOW
