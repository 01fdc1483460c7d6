package ecr

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/ascii"
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

// temporaryEnding is another one for every write, also by processes of one
// number in two containers that share the directory.
func temporaryEnding() string {
	return "." + strconv.FormatUint(rand.Uint64(), 36) + newEnding
}

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
