package clientconfig

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// accessList is where a file has the rights that its mode can't express
// (acl(5)). The group's bits of the mode are then the most that any of the
// list has, and not the group's own.
const accessList = "system.posix_acl_access"

// checkAttributes refuses a file with extended attributes (xattr(7)) that its
// user gave it.
func checkAttributes(path string) error {
	names := make([]byte, 64<<10) // XATTR_LIST_MAX of linux/limits.h
	length, _ := unix.Listxattr(path, names)
	for name := range strings.SplitSeq(string(names[:max(length, 0)]), "\x00") {
		switch {
		case name == accessList:
			return fmt.Errorf("%s has an access list (ACL), which a new file would not have: remove it by setfacl -b", path)
		case strings.HasPrefix(name, "user."):
			return fmt.Errorf("%s has the attribute %s, which a new file would not have: remove it by setfattr -x %[2]s", path, name)
		}
	}
	return nil
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
