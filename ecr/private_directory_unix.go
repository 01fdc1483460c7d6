//go:build unix

package ecr

import (
	"io/fs"
	"os"
	"syscall"
)

// writableByOthers are the bits that let the group or the world write.
const writableByOthers = 0o022

// isPrivate reports whether the directory is this user's own and nobody else
// can write to it.
func isPrivate(dir fs.FileInfo) bool {
	stat, ok := dir.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && dir.Mode().Perm()&writableByOthers == 0
}

// mayCreateBelow keeps root, who may write everywhere, from leaving a
// directory in the home of another user (sudo keeps HOME), which that user
// could then not use.
func mayCreateBelow(dir string, user int) bool {
	if user != 0 {
		return true
	}
	info, err := os.Stat(dir)
	if err != nil {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && stat.Uid == 0
}
