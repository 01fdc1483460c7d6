package clientconfig

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// besidePrefix begins the names of directories for the file that is to replace
// the one at path; digits follow. They are for this user only: the file has the
// mode of the one that it replaces, which a swap then puts there, and a
// process that is killed leaves it.
func besidePrefix(path string) string { return "." + filepath.Base(path) + ".new-" }

// createBeside writes a file that is to replace the one at path.
func createBeside(path string, text []byte, old fs.FileInfo) (beside string, err error) {
	directory, err := os.MkdirTemp(filepath.Dir(path), besidePrefix(path)+"*")
	if err != nil {
		return "", err
	}
	beside = filepath.Join(directory, filepath.Base(path))
	file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = file.Write(text)
		err = cmp.Or(err, keepAccess(file, path, old), file.Sync(), file.Close())
	}
	if err != nil {
		removeBeside(beside)
	}
	return beside, err
}

// removeBeside removes a file and its directory, if there is nothing else in it.
func removeBeside(beside string) {
	_ = os.Remove(beside)
	_ = os.Remove(filepath.Dir(beside))
}

// leftovers returns the files, which may be gone, in the directories beside the
// one at path that are named as those of updates. Somebody else may have named
// them so.
func leftovers(path string) (left []string) {
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, entry := range entries {
		digits, isNamedSo := strings.CutPrefix(entry.Name(), besidePrefix(path))
		if isNamedSo && digits != "" && strings.Trim(digits, "0123456789") == "" && entry.IsDir() {
			left = append(left, filepath.Join(filepath.Dir(path), entry.Name(), filepath.Base(path)))
		}
	}
	return left
}

// removeCopies removes what updates that were killed left beside the file at
// path, if it is the text that was just written there, or its beginning: then
// nothing is lost, whoever made it. Any other may be what a swap took out,
// and newer. The directory is locked, so that no update is at work there.
func removeCopies(path string, written []byte) {
	for _, left := range leftovers(path) {
		if copied, err := readVersion(left); (err == nil || isGone(err)) && bytes.HasPrefix(written, copied.text) {
			removeBeside(left)
		}
	}
}

func isGone(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// Leftovers returns the paths of files that updates of the one at path left
// beside it when they were killed. Each may hold what another program wrote.
func Leftovers(path string) []string {
	path, directory, err := followLinks(path)
	if err != nil {
		return nil
	}
	lock := newDirectoryLock(directory)
	defer func() { _ = lock.Close() }()
	if isLocked, _ := lock.TryLock(); !isLocked {
		return nil // they may be those of an update at work
	}
	return slices.DeleteFunc(leftovers(path), func(left string) bool {
		_, err := os.Lstat(left)
		return isGone(err)
	})
}
