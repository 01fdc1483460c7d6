package clientconfig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// UpdateFile changes the configuration at path, which need not exist yet, and
// returns it as it was at first and as it is. The file's mode and group stay, and
// a link to it stays a link. A file that is new is for its user only. If nothing
// changes, nothing is written, neither file nor directory.
//
// Docker takes no lock for its own changes: whatever others write in the
// meantime stays, and the change is made to that, until ctx ends. A file that
// can't be replaced by one that the same people can read is refused.
func UpdateFile(ctx context.Context, path string, change func(Document) (Document, error)) (before, after Document, err error) {
	return retryOnChange(ctx, path, change, edit.write)
}

// retryOnChange makes edits until one is written, and removes what the others
// kept beside. If the file has the change before an edit of ours is written, then
// another program read a text of ours that was taken back later, and wrote it on
// without what is kept beside: so that copy stays.
func retryOnChange(ctx context.Context, path string, change func(Document) (Document, error),
	write func(edit, context.Context) (kept string, err error),
) (before, after Document, err error) {
	var allKept []string
	for isFirst := true; ; isFirst = false {
		e, err := prepare(path, change)
		if isFirst {
			before = e.before
		}
		if err == nil && e.isChange() {
			var kept string
			kept, err = write(e, ctx)
			if kept != "" {
				allKept = append(allKept, kept)
			}
			if err == nil {
				for _, kept := range allKept {
					removeBeside(kept)
				}
			}
			err = withNextStep(e.path, err)
		}
		switch {
		case !errors.Is(err, errChanged):
			return before, e.after, err
		case ctx.Err() != nil:
			err := fmt.Errorf("%s was changed by another program again and again: try again when that is done", path)
			return before, before, err
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

func (e edit) isChange() bool { return !bytes.Equal(e.before.text, e.after.text) }

func prepare(path string, change func(Document) (Document, error)) (e edit, err error) {
	var directory string
	if e.path, directory, err = followLinks(path); err != nil {
		return e, err
	}
	e.old, err = readVersion(e.path)
	if e.old.info != nil && e.old.info.IsDir() {
		return e, &Problem{e.path + " is a directory, not a file", "remove it, or give a file by --config"}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return e, err
	}
	if e.before, err = e.old.parse(e.path); err != nil {
		return e, err
	}
	if e.after, err = change(e.before); err != nil || !e.isChange() {
		return e, err
	}
	return e, checkAccess(e.path, e.old.info, directory, path)
}

// write puts the new text in the file's place, so that whoever reads sees one
// text or the other. What it kept is as of settle.
func (e edit) write(ctx context.Context) (kept string, err error) {
	directory := filepath.Dir(e.path)
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return "", err
	}
	lock, isLocked := lockDirectory(ctx, directory)
	defer func() { _ = lock.Close() }()
	if !e.old.isAt(e.path) {
		return "", errChanged
	}
	beside, err := createBeside(e.path, e.after.text, e.old.info)
	if err == nil {
		kept, err = replace(beside, e.path, e.old)
	}
	if err == nil && isLocked {
		removeCopies(e.path, e.after.text)
	}
	return kept, err
}

// withNextStep adds to an error of the file system what to do about it.
func withNextStep(path string, err error) error {
	switch {
	case errors.Is(err, errOpen):
		return fmt.Errorf("%s can't be replaced, since %v, or its access list forbids it: close that program, and try again", path, err)
	case errors.Is(err, syscall.EBUSY):
		return fmt.Errorf("%s can't be replaced, since it is mounted on its own: mount its directory instead", path)
	case errors.Is(err, syscall.EPERM):
		return fmt.Errorf("%s can't be replaced (%v): if it is immutable, run chattr -i, or give another by --config", path, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s can't be changed (%v): make its directory writable, or give another file by --config", path, err)
	}
	return err
}
