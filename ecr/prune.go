package ecr

import (
	"io/fs"
	"os"
	"time"
)

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
