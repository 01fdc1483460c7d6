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
		return v, unreadable(path, err)
	}
	// Windows looks for what tells files apart only when it is compared.
	_ = os.SameFile(v.info, v.info)
	if v.text, err = secrets.ReadFile(path); err != nil {
		return v, unreadable(path, err)
	}
	return v, nil
}

func (v version) parse(path string) (Document, error) {
	document, problem := parse(v.text)
	if problem != nil {
		return Document{}, &Problem{path + " " + problem.Cause, problem.Fix}
	}
	return document, nil
}

// isAt reports whether this version is still what is at the path. It looks for
// another file first and last: so what is to be put back waits for no read, and
// there is little time for another one after the look.
func (v version) isAt(path string) bool {
	isSame := func() bool {
		now, err := os.Lstat(path)
		return err == nil && os.SameFile(v.info, now) && v.info.Mode() == now.Mode()
	}
	if v.info == nil {
		_, err := os.Lstat(path)
		return isGone(err)
	}
	if !isSame() {
		return false
	}
	text, _ := secrets.ReadFile(path)
	return bytes.Equal(v.text, text) && isSame()
}

// replace puts the file beside in the place of the old version, and of no
// other: then it fails with errChanged. The file beside is gone afterwards.
//
// Between the last look at a file and its replacement another program may put
// a new one there. Where the system can swap two files at once, what was
// replaced is looked at after the swap, and put back if it is not the old
// version; kept is then as of settle. Elsewhere (Windows, NFS) that moment
// remains.
func replace(beside, path string, old version) (kept string, err error) {
	ours, _ := readVersion(beside)
	err = errChanged
	switch {
	case !old.isAt(path):
	case old.info == nil:
		err = moveNew(beside, path)
	default:
		if err = swapFiles(beside, path); err == nil {
			return settle(beside, path, ours, old)
		}
	}
	if err != nil && !isOvertaken(err) {
		err = renameWhenClosed(beside, path, old) // its error is the true one
	}
	removeBeside(beside)
	if isOvertaken(err) {
		return "", errChanged
	}
	return "", err
}

func isOvertaken(err error) bool {
	return errors.Is(err, errChanged) || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist)
}

// settle ends a swap, after which the one version was placed at path and
// what it took away, expected to be the other, is beside. What was not expected
// is newer: it goes back in its place, until nothing newer comes out.
//
// Another program may have read our text while it was at path. What that program
// writes next is without the text that was put back: so a copy of that is kept in
// a file beside.
func settle(beside, path string, ours, old version) (kept string, err error) {
	placed, expected := ours, old
	for !expected.isAt(beside) {
		taken, _ := readVersion(beside)
		switch err := swapFiles(beside, path); {
		case isGone(err):
			return beside, errChanged // the file was removed after all that
		case err != nil:
			return "", fmt.Errorf("what another program wrote to %s meanwhile is in %s: move it back (%v)", path, beside, err)
		}
		kept, err = beside, errChanged
		placed, expected = taken, placed
	}
	if kept != "" && !ours.isAt(beside) {
		return kept, err
	}
	if kept != "" {
		kept, _ = createBeside(path, placed.text, placed.info)
	}
	removeBeside(beside)
	return kept, err
}
