//go:build unix

package ecr

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// damage is what befalls a cache's directory between two processes.
type damage struct {
	name string
	do   func(t *testing.T, dir string)
}

func (f *faults) damages() []damage {
	mode := func(bits os.FileMode) func(*testing.T, string) {
		return func(t *testing.T, dir string) { mustDo(t, os.Chmod(dir, bits)) }
	}
	return []damage{
		{"no damage", func(*testing.T, string) {}},
		{"no damage", func(*testing.T, string) {}},
		{"bytes cut", f.rewrite(func(content []byte) []byte { return content[:f.random.IntN(len(content)+1)] })},
		{"byte flipped", f.rewrite(f.flip)},
		{"bytes added", f.rewrite(func(content []byte) []byte { return append(content, content...) })},
		{"huge", f.rewrite(func(content []byte) []byte { return bytes.Repeat(content, 30) })},
		{"random bytes", f.rewrite(func([]byte) []byte { return f.noise(f.random.IntN(4000)) })},
		{"files exchanged", f.exchange},
		{"file gone", f.onFile(func(t *testing.T, path string) { mustDo(t, os.Remove(path)) })},
		{"file unreadable", f.onFile(func(t *testing.T, path string) { mustDo(t, os.Chmod(path, 0)) })},
		{"file is a directory", f.onFile(f.directoryInstead)},
		{"file is a link", f.onFile(f.linkInstead)},
		{"file is old", f.onFile(func(t *testing.T, path string) {
			old := time.Now().Add(-48 * time.Hour)
			mustDo(t, os.Chtimes(path, old, old))
		})},
		{"write left off", f.leaveOff},
		{"directory closed", mode(0)},
		{"directory read-only", mode(0o500)},
		{"directory write-only", mode(0o300)},
		{"directory open to all", mode(0o777)},
		{"directory gone", func(t *testing.T, dir string) { mustDo(t, os.RemoveAll(dir)) }},
		{"directory of another user", func(t *testing.T, dir string) {
			if f.user.Credential != nil {
				mustDo(t, os.Chown(dir, 0, 0))
			}
		}},
		{"directory is a file", f.fileInstead},
		{"directory is a link", f.linkedElsewhere},
		{"directory is a link to nothing", func(t *testing.T, dir string) {
			mustDo(t, os.RemoveAll(dir))
			mustDo(t, os.Symlink(dir+"-none", dir))
		}},
		{"disk full", f.fill},
	}
}

// ballast is the file that fills a disk, beside the cache's directory.
func ballast(dir string) string { return filepath.Join(filepath.Dir(dir), "ballast") }

// mustDo ends the test at an error of its own making, which a full disk isn't.
func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// onFile does it to one of the directory's files, if there are any.
func (f *faults) onFile(do func(t *testing.T, path string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		mustDo(t, err)
		if len(files) > 0 {
			do(t, pick(f.random, files...))
		}
	}
}

// rewrite changes a file's content in place.
func (f *faults) rewrite(change func([]byte) []byte) func(*testing.T, string) {
	return f.onFile(func(t *testing.T, path string) {
		content, err := os.ReadFile(path)
		mustDo(t, err)
		mustDo(t, os.WriteFile(path, change(content), 0o600))
	})
}

func (f *faults) flip(content []byte) []byte {
	if len(content) > 0 {
		content[f.random.IntN(len(content))] ^= 1 << f.random.IntN(8)
	}
	return content
}

func (f *faults) noise(n int) []byte {
	noise := make([]byte, n)
	for i := range noise {
		noise[i] = byte(f.random.Uint32())
	}
	return noise
}

// exchange puts two tokens in each other's place.
func (f *faults) exchange(t *testing.T, dir string) {
	files, err := filepath.Glob(filepath.Join(dir, "*.token"))
	mustDo(t, err)
	if len(files) < 2 {
		return
	}
	mustDo(t, os.Rename(files[0], files[0]+"-other"))
	mustDo(t, os.Rename(files[1], files[0]))
	mustDo(t, os.Rename(files[0]+"-other", files[1]))
}

func (f *faults) directoryInstead(t *testing.T, path string) {
	mustDo(t, os.Remove(path))
	mustDo(t, os.Mkdir(path, 0o700))
	f.giveToUser(t, path)
}

// linkInstead moves a file out of the directory and leaves a link.
func (f *faults) linkInstead(t *testing.T, path string) {
	elsewhere := filepath.Join(f.newDir(t), "file")
	content, err := os.ReadFile(path)
	mustDo(t, err)
	mustDo(t, os.WriteFile(elsewhere, content, 0o644))
	mustDo(t, os.Remove(path))
	mustDo(t, os.Symlink(elsewhere, path))
}

// leaveOff leaves what a process leaves that dies while it writes.
func (f *faults) leaveOff(t *testing.T, dir string) {
	name := strings.Repeat("0a", 16) + ".x.new"
	mustDo(t, os.WriteFile(filepath.Join(dir, name), f.noise(500), 0o600))
}

func (f *faults) fileInstead(t *testing.T, dir string) {
	mustDo(t, os.RemoveAll(dir))
	mustDo(t, os.WriteFile(dir, []byte("a file"), 0o600))
	f.giveToUser(t, dir)
}

// linkedElsewhere moves the directory away and leaves a link to it.
func (f *faults) linkedElsewhere(t *testing.T, dir string) {
	mustDo(t, os.RemoveAll(dir+"-moved"))
	mustDo(t, os.Rename(dir, dir+"-moved"))
	mustDo(t, os.Symlink(dir+"-moved", dir))
}

// fill writes until the small disk holds no more byte.
func (f *faults) fill(t *testing.T, dir string) {
	if dir == f.dirs[0] {
		return
	}
	file, err := os.OpenFile(ballast(dir), os.O_WRONLY|os.O_CREATE, 0o600)
	mustDo(t, err)
	defer func() { _ = file.Close() }()
	for range 1000 {
		if _, err := file.Write(f.noise(1000)); err != nil {
			return
		}
	}
	t.Fatal("the small disk is never full")
}

// forgetFailures drops what is remembered of the killed process's failure, so
// that only this round's trouble can be the reason for an error.
func (f *faults) forgetFailures(t *testing.T, dir string) {
	t.Helper()
	for _, place := range []string{dir, dir + "-moved"} {
		files, err := filepath.Glob(filepath.Join(place, "*.failure"))
		mustDo(t, err)
		for _, path := range files {
			mustDo(t, os.RemoveAll(path))
		}
	}
}

// repair makes the directory one that can be used again. Its files stay, as
// damaged as they are.
func (f *faults) repair(t *testing.T, dir string) {
	t.Helper()
	if err := os.Remove(ballast(dir)); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	info, err := os.Lstat(dir)
	switch {
	case err == nil && !info.IsDir():
		mustDo(t, os.Remove(dir))
		if os.Rename(dir+"-moved", dir) != nil {
			mustDo(t, os.Mkdir(dir, 0o700))
		}
	case errors.Is(err, os.ErrNotExist):
		mustDo(t, os.Mkdir(dir, 0o700))
	}
	mustDo(t, os.Chmod(dir, 0o700))
	f.giveToUser(t, dir)
	f.forgetFailures(t, dir)
	entries, err := os.ReadDir(dir)
	mustDo(t, err)
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if entry.Type().IsRegular() {
			mustDo(t, os.Chmod(path, 0o600))
		} else {
			mustDo(t, os.Remove(path))
		}
	}
}
