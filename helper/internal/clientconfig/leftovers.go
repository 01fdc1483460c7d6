package clientconfig

import (
	"bytes"
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// besidePrefix begins the names of files that are to replace the one at path;
// digits follow.
func besidePrefix(path string) string { return "." + filepath.Base(path) + ".new-" }

// createBeside writes a file that is to replace the one at path. Until it is
// complete it is for this user only.
func createBeside(path string, text []byte, old fs.FileInfo) (beside string, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), besidePrefix(path)+"*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if err = cmp.Or(err, keepAccess(file, old), file.Sync(), file.Close()); err != nil {
		_ = os.Remove(file.Name())
	}
	return file.Name(), err
}

// leftovers returns the files beside the one at path that are named as those of
// updates, which somebody else may have named so.
func leftovers(path string) (left []string) {
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, entry := range entries {
		digits, isNamedSo := strings.CutPrefix(entry.Name(), besidePrefix(path))
		if isNamedSo && digits != "" && strings.Trim(digits, "0123456789") == "" && entry.Type().IsRegular() {
			left = append(left, filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
	return left
}

// removeCopies removes what updates that were killed left beside the file at
// path, if it is the text that was just written there, or its beginning: then
// nothing is lost, whoever made it. Any other may be what an exchange took out,
// and newer. The directory is locked, so that no update is at work there.
func removeCopies(path string, written []byte) {
	for _, left := range leftovers(path) {
		if copied, err := readVersion(left); err == nil && bytes.HasPrefix(written, copied.text) {
			_ = os.Remove(left)
		}
	}
}

// Leftovers returns the paths of files that updates of the one at path left
// beside it when they were killed. Each may hold what another program wrote.
func Leftovers(path string) []string {
	path, directory, err := followLinks(path)
	if err != nil {
		return nil
	}
	lock := flock.New(directory, flock.SetFlag(os.O_RDONLY))
	defer func() { _ = lock.Close() }()
	if isLocked, _ := lock.TryLock(); !isLocked {
		return nil // they may be those of an update at work
	}
	return leftovers(path)
}
