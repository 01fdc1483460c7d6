package clientconfig

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// errChanged is about a file that is no longer the one that was read.
var errChanged = errors.New("changed by another program meanwhile")

// A version of a file is what it was at one time.
type version struct {
	text []byte
	info fs.FileInfo // nil if there was no file
}

func readVersion(path string) (version, error) {
	text, info, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return version{}, nil
	}
	return version{text, info}, err
}

// isAt reports whether this version is still what is at the path. It tells
// another file at once, at the beginning and at the end of its look.
func (v version) isAt(path string) bool {
	if v.info == nil {
		_, err := os.Lstat(path)
		return errors.Is(err, fs.ErrNotExist)
	}
	if !v.isFileAt(path) {
		return false
	}
	text, _, err := readFile(path)
	return err == nil && bytes.Equal(v.text, text) && v.isFileAt(path)
}

func (v version) isFileAt(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && os.SameFile(v.info, info) && v.info.Mode() == info.Mode() && v.info.Size() == info.Size()
}

// replace puts the file beside in the place of the old version, and of no
// other: then it fails with errChanged. The file beside is gone afterwards.
//
// Between the last look at a file and its replacement another program may put
// a new one there. Where the system can exchange two files at once, what was
// replaced is looked at after the exchange, and put back if it is not the old
// version. Elsewhere (Windows, NFS) that moment remains.
func replace(beside, path string, old version) error {
	ours, err := os.Lstat(beside)
	if err != nil || !old.isAt(path) {
		_ = os.Remove(beside)
		return errChanged
	}
	if old.info == nil {
		err = moveNew(beside, path)
	} else {
		err = exchange(beside, path)
	}
	isOver := errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !isOver:
		err = os.Rename(beside, path) // its error is the true one
	case err == nil && old.info != nil && !old.isAt(beside):
		return putBack(beside, path, ours)
	}
	_ = os.Remove(beside)
	if isOver || errors.Is(err, fs.ErrNotExist) {
		return errChanged
	}
	return err
}

// putBack puts in its place again what an exchange took away, which is now
// beside, in favour of what it placed. It fails with errChanged. What comes
// back beside and is not what was placed is newer still, and goes in next.
func putBack(beside, path string, placed fs.FileInfo) error {
	for {
		newer, err := os.Lstat(beside)
		if err == nil {
			err = exchange(beside, path)
		}
		if errors.Is(err, fs.ErrNotExist) { // the file was removed after all that
			_ = os.Remove(beside)
			return errChanged
		}
		if err != nil {
			return fmt.Errorf("what another program wrote to %s meanwhile is in %s: move it back (%v)", path, beside, err)
		}
		found, err := os.Lstat(beside)
		if err != nil || os.SameFile(found, placed) {
			_ = os.Remove(beside)
			return errChanged
		}
		placed = newer
	}
}
