//go:build !unix

package ecr

import "io/fs"

// isPrivate trusts the directory's access list: below the user's profile,
// where the cache is by default, Windows keeps other users out.
func isPrivate(fs.FileInfo) bool { return true }

func mayCreateBelow(string, int) bool { return true }
