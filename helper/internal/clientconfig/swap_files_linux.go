package clientconfig

import "golang.org/x/sys/unix"

// swapFiles makes each of two files the other at once (renameat2(2)).
func swapFiles(one, other string) error {
	return unix.Renameat2(unix.AT_FDCWD, one, unix.AT_FDCWD, other, unix.RENAME_EXCHANGE)
}

// moveNew renames a file to a name that no other has.
func moveNew(from, to string) error {
	return unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
}
