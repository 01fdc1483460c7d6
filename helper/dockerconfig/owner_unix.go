//go:build unix

package dockerconfig

import (
	"io/fs"
	"os"
	"syscall"
)

// copyOwner gives a file the owner and group that another has.
func copyOwner(from fs.FileInfo, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	wanted, ok := from.Sys().(*syscall.Stat_t)
	has, ok2 := info.Sys().(*syscall.Stat_t)
	if !ok || !ok2 || wanted.Uid == has.Uid && wanted.Gid == has.Gid {
		return nil
	}
	return os.Chown(path, int(wanted.Uid), int(wanted.Gid))
}

// giveToOwnerOf gives what root has made to the owner of the directory that
// it was made in: sudo may keep HOME, and the user must be able to read it.
func giveToOwnerOf(dir, path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	return copyOwner(info, path)
}
