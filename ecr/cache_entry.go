package ecr

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
)

// The kinds of entries, each the ending of a file's name.
const (
	tokenKind   = ".token"
	failureKind = ".failure"
)

// maxEntrySize bounds what is read from a file of the cache, in bytes. A token
// has some 2,000.
const maxEntrySize = 64 << 10

// A Cache keeps tokens, and failures for a moment, in a directory. Its zero
// value keeps nothing.
type Cache struct {
	// Dir is the directory's absolute path. It is made when it is needed.
	Dir string
}

// Entry returns what the cache keeps for a request. The directory is opened,
// and the key derived, when they are needed first.
func (c Cache) Entry(request Request) *Entry { return &Entry{Request: request, cache: c} }

// An Entry is one request's part of the cache. It is for one goroutine.
type Entry struct {
	Request Request

	cache Cache
	root  *os.Root // nil until the directory is open
	seal  *seal    // nil until the key is derived
	// seen is the token that Token returned last, isSeen whether it was called.
	seen   Token
	isSeen bool
}

// For returns the entry of another request in the same cache.
func (e *Entry) For(request Request) *Entry { return e.cache.Entry(request) }

// Nowhere returns the entry of the same request in a cache that keeps nothing.
func (e *Entry) Nowhere() *Entry { return Cache{}.Entry(e.Request) }

// Token returns the token kept for the request. It may be old: see
// Token.IsFresh and Token.IsValid.
func (e *Entry) Token() (Token, bool) {
	e.seen, e.isSeen = Token{}, true
	if issued, content, ok := e.load(tokenKind, tokenKind); ok {
		e.seen = Token{
			Issued:   issued,
			Lifetime: time.Duration(binary.BigEndian.Uint64(content)),
			Password: hidden.Of(string(content[8:])),
		}
	}
	return e.seen, !e.seen.Password.IsEmpty()
}

// Seen returns what Token returned last, an empty token for none. isSeen is
// false if nobody has looked yet.
func (e *Entry) Seen() (token Token, isSeen bool) { return e.seen, e.isSeen }

// PutToken keeps a token for the request and drops the failure kept for it.
func (e *Entry) PutToken(token Token) {
	content := binary.BigEndian.AppendUint64(nil, uint64(token.Lifetime))
	e.save(tokenKind, tokenKind, token.Issued, append(content, token.Password.Reveal()...))
	e.remove(failureKind)
}

// DropToken forgets the token and the failure kept for the request.
func (e *Entry) DropToken() { e.remove(tokenKind, failureKind) }

// Failure returns what went wrong with the request, under the same settings,
// less than within ago.
func (e *Entry) Failure(now time.Time, within time.Duration) (Failure, bool) {
	at, content, ok := e.load(failureKind, e.failureSettings())
	age := now.Sub(at)
	if !ok || age < 0 || age >= within {
		return Failure{}, false
	}
	var failure Failure
	return failure, json.Unmarshal(content, &failure) == nil
}

// PutFailure keeps what went wrong with the request at a moment.
func (e *Entry) PutFailure(at time.Time, failure Failure) {
	if content, err := json.Marshal(failure); err == nil {
		e.save(failureKind, e.failureSettings(), at, content)
	}
}

// failureSettings are what a failure is kept under. The number is that of the form
// it is kept in.
func (e *Entry) failureSettings() string { return failureKind + "4" + e.Request.Settings }

// LockPath returns the path of the file to lock while a token is exchanged
// for the request, and whether a directory can be used.
func (e *Entry) LockPath() (string, bool) {
	if !e.open(true) {
		return "", false
	}
	name := fileName(e.seal.entryID, lockEnding)
	if info, err := e.root.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return "", false
	}
	return e.cache.Dir + string(os.PathSeparator) + name, true
}

// open derives the key and opens the directory. With create the directory is
// made if it is missing, but not for an entry that can't be kept.
func (e *Entry) open(create bool) bool {
	if e.seal == nil {
		derived, ok := newSeal(e.Request)
		if !ok {
			return false
		}
		e.seal = &derived
	}
	if e.root == nil {
		root, err := e.cache.open(create)
		if err != nil {
			return false
		}
		e.root = root
	}
	return true
}

// Close frees the directory. An entry that is used again opens it again.
func (e *Entry) Close() {
	if e.root != nil {
		closeQuietly(e.root)
		e.root = nil
	}
}

// load reads the entry of the kind that was saved as what it is to be.
func (e *Entry) load(kind, as string) (at time.Time, content []byte, ok bool) {
	if !e.open(false) {
		return time.Time{}, nil, false
	}
	name := fileName(e.seal.entryID, kind)
	// To open a pipe may never end.
	if info, err := e.root.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() > maxEntrySize {
		return time.Time{}, nil, false
	}
	sealed, _ := e.root.ReadFile(name) // no seal opens what can't be read
	content, ok = e.seal.unseal(as, sealed)
	if !ok {
		return time.Time{}, nil, false
	}
	// What the seal opens is whole: it is what save was given.
	return time.Unix(0, int64(binary.BigEndian.Uint64(content))), content[8:], true
}

// save writes the entry beside its place and renames it, so that a reader
// sees the old entry or the new one, and whoever dies on the way leaves only
// a file that prune removes.
func (e *Entry) save(kind, as string, at time.Time, content []byte) {
	if !e.open(true) {
		return
	}
	name := fileName(e.seal.entryID, kind)
	temporary := fileName(e.seal.entryID, temporaryEnding())
	content = append(binary.BigEndian.AppendUint64(nil, uint64(at.UnixNano())), content...)
	if e.root.WriteFile(temporary, e.seal.seal(as, content), 0o600) != nil || e.root.Rename(temporary, name) != nil {
		_ = e.root.Remove(temporary)
	}
	prune(e.root, at) // last, since a crowded directory takes its time
}

func (e *Entry) remove(kinds ...string) {
	if !e.open(false) {
		return
	}
	for _, kind := range kinds {
		_ = e.root.Remove(fileName(e.seal.entryID, kind))
	}
}

func closeQuietly(c io.Closer) { _ = c.Close() }
