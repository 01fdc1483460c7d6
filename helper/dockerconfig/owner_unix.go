//go:build unix

package dockerconfig

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// copyOwner gives an open file the owner and group that another has.
func copyOwner(from fs.FileInfo, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	wanted, ok := from.Sys().(*syscall.Stat_t)
	has, ok2 := info.Sys().(*syscall.Stat_t)
	if !ok || !ok2 || wanted.Uid == has.Uid && wanted.Gid == has.Gid {
		return nil
	}
	return file.Chown(int(wanted.Uid), int(wanted.Gid))
}

// giveToOwnerOf gives what root has made to the owner of the directory that
// it was made in: sudo may keep HOME, and the user must be able to read it.
func giveToOwnerOf(dir *os.Root, file *os.File) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := dir.Stat(".")
	if err != nil {
		return err
	}
	return copyOwner(info, file)
}

// giveNewDirectory is giveToOwnerOf for a directory just made. The parent's
// owner may have put another thing in its place, which is then left alone: a
// link, or what is not empty.
func giveNewDirectory(parent *os.Root, name string) error {
	named, err := parent.Lstat(name)
	if err != nil || !named.IsDir() {
		return err
	}
	made, err := parent.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = made.Close() }()
	opened, err := made.Stat()
	if err != nil || !os.SameFile(named, opened) {
		return err
	}
	if _, err := made.Readdirnames(1); !errors.Is(err, io.EOF) {
		return err
	}
	return giveToOwnerOf(parent, made)
}
