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
	if err != nil {
		return err
	}
	list, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	return cmp.Or(setAccessList(name, list), windows.SetFileAttributes(name, attributes(now)&^kept|attributes(old)&kept))
}

// setAccessList gives a file an access list as it is, with nothing added that the
// directory has for new files.
func setAccessList(name *uint16, list *windows.SECURITY_DESCRIPTOR) error {
	file, err := windows.CreateFile(name, windows.WRITE_DAC,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(file) }()
	return windows.SetKernelObjectSecurity(file, windows.DACL_SECURITY_INFORMATION, list)
}

// isOpenElsewhere reports whether a file can't be replaced since somebody has it open,
// or since its access list forbids it, for which Windows has the same error.
func isOpenElsewhere(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// makeReadable is how a user may read what is below a directory.
func makeReadable(directory string) string {
	return "give this user the right to read what is in " + directory
}
