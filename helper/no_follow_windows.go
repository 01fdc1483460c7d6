package helper

import "syscall"

// noFollow opens a link itself, which is no regular file then.
const noFollow = syscall.FILE_FLAG_OPEN_REPARSE_POINT
