package ecr

import (
	"errors"
	"os"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// Why a directory holds no cache.
var (
	errNoDirectory  = errors.New("there is none")
	errForeignAbove = errors.New("another user owns the one above it")
	errNotDirectory = errors.New("it is not a directory, or a link to one")
	errNotPrivate   = errors.New("it is another user's, or others can write to it")
	errExchanged    = errors.New("it was exchanged while it was opened")
)

// open opens the directory if it is one of this user's own that nobody else
// can write to, and no link. With create it is made if it is missing.
func (c Cache) open(create bool) (*os.Root, error) {
	if c.Dir == "" {
		return nil, errNoDirectory
	}
	if create {
		if !mayCreateBelow(nearestExisting(c.Dir), os.Geteuid()) {
			return nil, errForeignAbove
		}
		if err := os.MkdirAll(c.Dir, 0o700); err != nil {
			return nil, err
		}
	}
	before, err := os.Lstat(c.Dir)
	switch {
	case err != nil:
		return nil, err
	case !before.IsDir():
		return nil, errNotDirectory
	case !isPrivate(before):
		return nil, errNotPrivate
	}
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, err
	}
	// What was looked at must be what was opened.
	after, err := root.Stat(".")
	if err != nil || !os.SameFile(before, after) {
		closeQuietly(root)
		return nil, errExchanged
	}
	return root, nil
}

// Check returns why no tokens can be kept, without the directory's path. It is
// nil if the directory is there or can be made, is this user's own, and takes a
// file.
func (c Cache) Check() error {
	root, err := c.open(true)
	if err == nil {
		defer closeQuietly(root)
		probe := fileName(strings.Repeat("0", entryIDChars), temporaryEnding())
		defer func() { _ = root.Remove(probe) }()
		err = root.WriteFile(probe, nil, 0o600)
	}
	return hidden.WithoutPath(err)
}

// nearestExisting returns the path or the closest directory above it that
// exists.
func nearestExisting(dir string) string {
	for dir != "" {
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
		dir = dir[:max(0, strings.LastIndexByte(dir, os.PathSeparator))]
	}
	return string(os.PathSeparator)
}
