package dockerconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// readIn reads a file of the directory. Of one that doesn't exist it returns
// neither text nor information.
func readIn(dir *os.Root, name string) ([]byte, fs.FileInfo, error) {
	named, err := dir.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if !named.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s is not a file", name)
	}
	file, err := dir.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !os.SameFile(named, info) {
		return nil, nil, replacedByOther(name)
	}
	text, err := readAll(file)
	return text, info, err
}

// replaceIn writes the text beside the file and renames it, so that whoever
// reads sees the old text or the new one. The lock is held, so the name beside
// is free, but for what a killed process left. The new file has the mode and
// the owner of the old one, or, if there is no old one, the owner of the
// directory.
func replaceIn(dir *os.Root, name string, text []byte, old fs.FileInfo) (err error) {
	beside := "." + name + ".new"
	if err := dir.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// O_EXCL follows no link.
	file, err := dir.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = dir.Remove(beside)
		}
	}()
	written, err := writeAndClose(dir, file, text, old)
	if err != nil {
		return err
	}
	return rename(dir, beside, name, written)
}

// rename renames the file that was written, and nothing that took its place.
func rename(dir *os.Root, from, to string, written fs.FileInfo) error {
	found, err := dir.Lstat(from)
	if err != nil {
		return err
	}
	if !os.SameFile(written, found) {
		return replacedByOther(from)
	}
	return dir.Rename(from, to)
}

func replacedByOther(name string) error {
	return fmt.Errorf("%s was replaced by another program meanwhile: try again", name)
}

func writeAndClose(dir *os.Root, file *os.File, text []byte, old fs.FileInfo) (fs.FileInfo, error) {
	_, err := file.Write(text)
	if err == nil {
		err = copyAccess(dir, file, old)
	}
	info, statErr := file.Stat()
	return info, errors.Join(err, statErr, file.Sync(), file.Close())
}

// copyAccess goes by the open file, since by name it might reach another.
func copyAccess(dir *os.Root, file *os.File, old fs.FileInfo) error {
	if old == nil {
		return giveToOwnerOf(dir, file)
	}
	if err := copyOwner(old, file); err != nil {
		return err
	}
	return file.Chmod(old.Mode().Perm())
}

// withNextStep adds to an error of the file system what mends it.
func withNextStep(path string, err error) error {
	switch {
	case errors.Is(err, syscall.EBUSY):
		return fmt.Errorf("%s can't be replaced, since it is mounted on its own, as containers do: mount its directory instead, or change the file outside", path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s can't be changed (%v): make its directory writable, or give another file by --config", path, err)
	}
	return err
}
