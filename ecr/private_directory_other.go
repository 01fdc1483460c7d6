//go:build !unix

package ecr

import "io/fs"

// isPrivate trusts the directory's access list: below the user's profile,
// where the cache is by default, Windows keeps other users out. Elsewhere who may
// write there can remove tokens and hold locks, which costs time. The seal lets nobody
// read a token, or have another one read.
func isPrivate(fs.FileInfo) bool { return true }

func mayCreateBelow(string, int) bool { return true }
