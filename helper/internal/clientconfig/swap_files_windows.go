package clientconfig

import (
	"errors"

	"golang.org/x/sys/windows"
)

// swapFiles is not possible: ReplaceFileW, which comes nearest, leaves a moment in which
// there is no file.
func swapFiles(string, string) error { return errors.ErrUnsupported }

// moveNew renames a file to a name that no other has.
func moveNew(from, to string) error {
	source, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	target, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	return windows.MoveFileEx(source, target, 0)
}
