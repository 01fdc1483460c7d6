package ecr

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// entryPrefix tells the cache's files from those of other programs that are named
// by a sum of 128 bits.
const entryPrefix = "ecr-"

// fileName returns the name of a file of an entry. isEntryName knows it again.
func fileName(entryID, ending string) string { return entryPrefix + entryID + ending }

// The endings of what is no entry: the file to lock, and an entry on its way.
const (
	lockEnding = ".lock"
	newEnding  = ".new"
)

// MaxTokenLife is how long ECR's tokens live
// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html).
// Nothing in the cache is of use longer than that.
const MaxTokenLife = 12 * time.Hour

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

// prune removes the cache's files that are older than any token lives, by the
// time of their writing.
func prune(root *os.Root, now time.Time) {
	dir, err := root.Open(".")
	if err != nil {
		return
	}
	defer closeQuietly(dir)
	// A portion at a time, since a process may end before a crowd is read.
	for err == nil {
		var entries []fs.DirEntry
		entries, err = dir.ReadDir(prunedAtOnce)
		for _, entry := range entries {
			if !isEntryName(entry.Name()) {
				continue
			}
			if info, err := entry.Info(); err == nil && info.Mode().IsRegular() && now.Sub(info.ModTime()) > MaxTokenLife {
				_ = root.Remove(entry.Name())
			}
		}
	}
}

// prunedAtOnce is how many files are looked at before the first is removed.
const prunedAtOnce = 256

// isEntryName reports whether the cache itself gives names like this one. A
// directory that the user named may hold other programs' files too.
func isEntryName(name string) bool {
	id, ok := strings.CutPrefix(name, entryPrefix)
	if !ok || len(id) < entryIDChars || !ascii.IsAll(id[:entryIDChars], ascii.IsHexDigit) {
		return false
	}
	switch ending := id[entryIDChars:]; ending {
	case tokenKind, failureKind, lockEnding:
		return true
	default:
		random, ok := strings.CutSuffix(strings.TrimPrefix(ending, "."), newEnding)
		return ok && ending[0] == '.' && len(random) <= maxRandomChars && ascii.IsAll(random, isBase36Digit)
	}
}

func isBase36Digit(c byte) bool { return ascii.IsDigit(c) || ascii.IsSmallLetter(c) }

// maxRandomChars is how long a number of 64 bits is in base 36.
const maxRandomChars = 13

// temporaryEnding is another one for every write, also by processes of one
// number in two containers that share the directory.
func temporaryEnding() string {
	return "." + strconv.FormatUint(rand.Uint64(), 36) + newEnding
}
