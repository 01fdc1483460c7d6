package clientconfig

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// kept are the attributes that a new file gets from the old one. Others come from its
// directory, or tell how the file system keeps it.
const kept = windows.FILE_ATTRIBUTE_HIDDEN | windows.FILE_ATTRIBUTE_SYSTEM | windows.FILE_ATTRIBUTE_ARCHIVE |
	windows.FILE_ATTRIBUTE_NOT_CONTENT_INDEXED

// checkAccess refuses a file that its user doesn't want to be changed.
func checkAccess(path string, file fs.FileInfo, _, _ string) error {
	if file != nil && attributes(file)&windows.FILE_ATTRIBUTE_READONLY != 0 {
		return fmt.Errorf("%s is read-only: run attrib -r on it, or give another file by --config", path)
	}
	return nil
}

func attributes(file fs.FileInfo) uint32 {
	data, ok := file.Sys().(*syscall.Win32FileAttributeData)
	if !ok {
		return 0
	}
	return data.FileAttributes
}

// keepAccess gives an open file the access list and the attributes of the one at path
// that it replaces. What is new has the list of its directory.
func keepAccess(file *os.File, path string, old fs.FileInfo) error {
	if old == nil {
		return nil
	}
	now, err := file.Stat()
	if err != nil {
		return err
	}
	if attributes(old)&^attributes(now)&windows.FILE_ATTRIBUTE_ENCRYPTED != 0 {
		return fmt.Errorf("%s is encrypted, which a new file would not be: encrypt its directory too", path)
	}
	name, err := windows.UTF16PtrFromString(file.Name())
	if err == nil {
		err = windows.SetFileAttributes(name, attributes(now)&^kept|attributes(old)&kept)
	}
	return cmp.Or(err, copyAccessList(path, file.Name()))
}

// copyAccessList copies who may do what with a file, and whether that changes with what
// its directory has for new files.
func copyAccessList(from, to string) error {
	has, err := windows.GetNamedSecurityInfo(from, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	control, _, err := has.Control()
	if err != nil {
		return err
	}
	list, _, err := has.DACL()
	if err != nil {
		return err
	}
	inherits := windows.SECURITY_INFORMATION(windows.UNPROTECTED_DACL_SECURITY_INFORMATION)
	if control&windows.SE_DACL_PROTECTED != 0 {
		inherits = windows.PROTECTED_DACL_SECURITY_INFORMATION
	}
	return windows.SetNamedSecurityInfo(to, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION|inherits, nil, nil, list, nil)
}

// isOpenElsewhere reports whether a file can't be replaced since somebody has it open,
// or since its access list forbids it, for which Windows has the same error.
func isOpenElsewhere(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}
