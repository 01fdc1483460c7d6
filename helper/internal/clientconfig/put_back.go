package clientconfig

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets"
)

// errChanged is about a file that is no longer the one that was read.
var errChanged = errors.New("changed by another program meanwhile")

// A version of a file is what it was at one time.
type version struct {
	text []byte
	info fs.FileInfo // nil if there was no file
}

func readVersion(path string) (v version, err error) {
	if v.info, err = os.Lstat(path); err != nil {
		return v, err
	}
	v.text, err = secrets.ReadFile(path)
	var withPath *fs.PathError
	if err != nil && !errors.As(err, &withPath) {
		err = fmt.Errorf("%s: %w", path, err)
	}
	return v, err
}

func (v version) parse(path string) (Document, error) {
	document, err := Parse(v.text)
	if err != nil {
		return Document{}, fmt.Errorf("%s %v", path, err)
	}
	return document, nil
}

// isAt reports whether this version is still what is at the path.
func (v version) isAt(path string) bool {
	now, _ := readVersion(path)
	if v.info == nil {
		return now.info == nil
	}
	return os.SameFile(v.info, now.info) && v.info.Mode() == now.info.Mode() && bytes.Equal(v.text, now.text)
}

// replace puts the file beside in the place of the old version, and of no
// other: then it fails with errChanged. The file beside is gone afterwards.
//
// Between the last look at a file and its replacement another program may put
// a new one there. Where the system can exchange two files at once, what was
// replaced is looked at after the exchange, and put back if it is not the old
// version. Elsewhere (Windows, NFS) that moment remains.
func replace(beside, path string, old version) error {
	ours, _ := readVersion(beside)
	err := errChanged
	switch {
	case !old.isAt(path):
	case old.info == nil:
		err = moveNew(beside, path)
	default:
		if err = exchange(beside, path); err == nil {
			return settle(beside, path, ours, old)
		}
	}
	if err != nil && !isOvertaken(err) {
		err = os.Rename(beside, path) // its error is the true one
	}
	removeBeside(beside)
	if isOvertaken(err) {
		return errChanged
	}
	return err
}

func isOvertaken(err error) bool {
	return errors.Is(err, errChanged) || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist)
}

// settle ends an exchange, after which the one version was placed at path and
// what it took away, expected to be the other, is beside. What was not expected
// is newer: it goes back in its place, until nothing newer comes out.
func settle(beside, path string, placed, expected version) error {
	var result error
	for !expected.isAt(beside) {
		result = errChanged
		taken, _ := readVersion(beside)
		err := exchange(beside, path)
		if errors.Is(err, fs.ErrNotExist) {
			break // the file was removed after all that
		}
		if err != nil {
			return fmt.Errorf("what another program wrote to %s meanwhile is in %s: move it back (%v)", path, beside, err)
		}
		placed, expected = taken, placed
	}
	removeBeside(beside)
	return result
}
