package clientconfig

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// How long an update waits for another one of the same file, and how often it
// looks. One that is stopped stops no other.
const (
	claimPatience = 5 * time.Second
	claimPoll     = 5 * time.Millisecond
)

// UpdateFile changes the configuration at path, which need not exist yet, and
// returns it as it was and as it is. The file's mode and group stay, and a
// link to it stays a link. A file that is new is for its user only. If nothing
// changes, nothing is written, neither file nor directory.
//
// Docker takes no lock for its own changes, so none is taken here: whatever
// others write in the meantime stays, and the change is made to that, until ctx
// ends. A file that can't be replaced by one that the same people can read is
// refused.
func UpdateFile(ctx context.Context, path string, change func(Document) (Document, error)) (before, after Document, err error) {
	if target, err := followLink(path); err == nil {
		removeLeftovers(target)
	}
	started := time.Now()
	for {
		e, err := prepare(path, change)
		if err != nil || !e.changes() {
			return e.before, e.after, err
		}
		release, ok := claim(e.path)
		switch {
		case ok:
			err = e.write()
			release()
		case time.Since(started) < claimPatience:
			time.Sleep(claimPoll)
			err = errChanged
		default: // the other is stopped
			err = e.write()
		}
		if !errors.Is(err, errChanged) {
			return e.before, e.after, withNextStep(e.path, err)
		}
		if ctx.Err() != nil {
			return e.before, e.before, fmt.Errorf("%s was changed by another program again and again: try again when that is done", path)
		}
	}
}

// PreviewFile is UpdateFile without the writing. It refuses what that would
// refuse for what the file is.
func PreviewFile(path string, change func(Document) (Document, error)) (before, after Document, err error) {
	e, err := prepare(path, change)
	return e.before, e.after, err
}

// An edit is a change to one version of a file.
type edit struct {
	path          string // of the file itself, behind links
	old           version
	before, after Document
}

func (e edit) changes() bool { return string(e.before.text) != string(e.after.text) }

func prepare(path string, change func(Document) (Document, error)) (e edit, err error) {
	if e.path, err = followLink(path); err != nil {
		return e, err
	}
	if err := checkDirectory(filepath.Dir(e.path)); err != nil {
		return e, err
	}
	if e.old, err = readVersion(e.path); err != nil {
		return e, err
	}
	if e.before, err = parseFile(e.path, e.old.text); err != nil {
		return e, err
	}
	if e.after, err = change(e.before); err != nil || !e.changes() {
		return e, err
	}
	for _, way := range []string{path, e.path} {
		if err := checkOwners(way); err != nil {
			return e, err
		}
	}
	return e, checkAccess(e.path, e.old.info)
}

// write writes the new text beside the file and puts it in its place, so that
// whoever reads sees one text or the other.
func (e edit) write() error {
	if err := os.MkdirAll(filepath.Dir(e.path), 0o700); err != nil {
		return err
	}
	file, err := createBeside(e.path)
	if err != nil {
		return err
	}
	_, err = file.Write(e.after.text)
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = keepAccess(file, e.old.info)
	}
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(file.Name())
		return err
	}
	// It also keeps the file open, so that no other gets its number.
	release, _ := claim(file.Name())
	defer release()
	return replace(file.Name(), e.path, e.old)
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
