package clientconfig

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// accessList is where a file has the rights that its mode can't express
// (acl(5)). The group's bits of the mode are then the most that any of the
// list has, and not the group's own.
const accessList = "system.posix_acl_access"

func hasAccessList(path string) bool {
	size, err := unix.Getxattr(path, accessList, nil)
	return err == nil && size > 0
}

// dropAccessList takes away what a new file has from the default list of its
// directory.
func dropAccessList(file *os.File) error {
	err := unix.Fremovexattr(int(file.Fd()), accessList)
	if errors.Is(err, unix.ENODATA) || errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOSYS) {
		return nil
	}
	return err
}
