package clientconfig

import "golang.org/x/sys/unix"

// swapFiles makes each of two files the other at once (renamex_np(2)).
func swapFiles(one, other string) error { return unix.RenamexNp(one, other, unix.RENAME_SWAP) }

// moveNew renames a file to a name that no other has.
func moveNew(from, to string) error { return unix.RenamexNp(from, to, unix.RENAME_EXCL) }
