package ecr

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"time"
)

// The kinds of entries, each the ending of a file's name.
const (
	tokenKind   = ".token"
	failureKind = ".failure"
)

// maxEntrySize bounds what is read from a file of the cache, in bytes. A token
// has some 2,000, which fit into the first read.
const (
	usualEntrySize = 4 << 10
	maxEntrySize   = 64 << 10
)

// A Cache keeps tokens, and failures for a moment, in a directory. Its zero
// value keeps nothing.
type Cache struct {
	// Dir is the directory's absolute path. It is made when it is needed.
	Dir string
}

// Token returns the token kept for the request. It may be old: see
// Token.IsFresh and Token.IsValid.
func (c Cache) Token(request Request) (Token, bool) {
	issued, content, ok := c.load(request, tokenKind, tokenKind)
	if !ok || len(content) <= 8 {
		return Token{}, false
	}
	return Token{
		Issued:   issued,
		Lifetime: time.Duration(binary.BigEndian.Uint64(content)),
		Password: string(content[8:]),
	}, true
}

// PutToken keeps a token for the request and drops the failure kept for it.
func (c Cache) PutToken(request Request, token Token) {
	content := binary.BigEndian.AppendUint64(nil, uint64(token.Lifetime))
	c.save(request, tokenKind, tokenKind, token.Issued, append(content, token.Password...))
	c.remove(request, failureKind)
}

// DropToken forgets the token and the failure kept for the request.
func (c Cache) DropToken(request Request) {
	c.remove(request, tokenKind, failureKind)
}

// Failure returns what went wrong with the request, under the same settings,
// less than within ago.
func (c Cache) Failure(request Request, now time.Time, within time.Duration) (Failure, bool) {
	at, content, ok := c.load(request, failureKind, failureKind+request.Settings)
	age := now.Sub(at)
	if !ok || age < 0 || age >= within || len(content) == 0 {
		return Failure{}, false
	}
	return Failure{Cause: Cause(content[0]), Detail: string(content[1:])}, true
}

// PutFailure keeps what went wrong with the request at a moment.
func (c Cache) PutFailure(request Request, at time.Time, failure Failure) {
	c.save(request, failureKind, failureKind+request.Settings, at, append([]byte{byte(failure.Cause)}, failure.Detail...))
}

// LockPath returns the path of the file to lock while a token is exchanged
// for the request. It reports false where no directory can be used.
func (c Cache) LockPath(request Request) (string, bool) {
	s, ok := newSeal(request)
	if !ok {
		return "", false
	}
	root, ok := c.open(true)
	if !ok {
		return "", false
	}
	defer closeQuietly(root)
	name := s.entryID + lockEnding
	if info, err := root.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return "", false
	}
	return c.Dir + string(os.PathSeparator) + name, true
}

// load reads the entry of the kind that was saved as what it is to be.
func (c Cache) load(request Request, kind, as string) (at time.Time, content []byte, ok bool) {
	root, ok := c.open(false)
	if !ok {
		return time.Time{}, nil, false
	}
	defer closeQuietly(root)
	s, ok := newSeal(request)
	if !ok {
		return time.Time{}, nil, false
	}
	name := s.entryID + kind
	// To open a pipe may never end.
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return time.Time{}, nil, false
	}
	file, err := root.Open(name)
	if err != nil {
		return time.Time{}, nil, false
	}
	defer closeQuietly(file)
	sealed := bytes.NewBuffer(make([]byte, 0, usualEntrySize))
	if _, err := sealed.ReadFrom(io.LimitReader(file, maxEntrySize)); err != nil {
		return time.Time{}, nil, false
	}
	content, ok = s.open(as, sealed.Bytes())
	if !ok || len(content) < 8 {
		return time.Time{}, nil, false
	}
	return time.Unix(0, int64(binary.BigEndian.Uint64(content))), content[8:], true
}

// save writes the entry beside its place and renames it, so that a reader
// sees the old entry or the new one, and whoever dies on the way leaves only
// a file that prune removes.
func (c Cache) save(request Request, kind, as string, at time.Time, content []byte) {
	s, ok := newSeal(request)
	if !ok {
		return
	}
	root, ok := c.open(true)
	if !ok {
		return
	}
	defer closeQuietly(root)
	prune(root, at)
	name := s.entryID + kind
	temporary := s.entryID + temporaryEnding()
	content = append(binary.BigEndian.AppendUint64(nil, uint64(at.UnixNano())), content...)
	if !writeNew(root, temporary, s.close(as, content)) || root.Rename(temporary, name) != nil {
		_ = root.Remove(temporary)
	}
}

func (c Cache) remove(request Request, kinds ...string) {
	root, ok := c.open(false)
	if !ok {
		return
	}
	defer closeQuietly(root)
	if s, ok := newSeal(request); ok {
		for _, kind := range kinds {
			_ = root.Remove(s.entryID + kind)
		}
	}
}

func writeNew(root *os.Root, name string, content []byte) bool {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false
	}
	_, err = file.Write(content)
	return file.Close() == nil && err == nil
}

func closeQuietly(c io.Closer) { _ = c.Close() }
