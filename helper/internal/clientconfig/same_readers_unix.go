//go:build unix

package clientconfig

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
)

// checkAccess refuses a file whose replacement could not be had by the same
// people, or not under the same names. There may be none yet in the directory;
// the way is the path by which the user named it.
func checkAccess(path string, file fs.FileInfo, directory, way string) error {
	if os.Geteuid() == 0 {
		if err := checkOwners(directory, path, way); err != nil {
			return err
		}
	}
	if file == nil {
		return nil
	}
	if !isOwn(file) {
		return belongsToAnother(path)
	}
	if stat, ok := file.Sys().(*syscall.Stat_t); ok && stat.Nlink > 1 {
		return fmt.Errorf("%s has another name (a hard link), which would keep the old text: make it a symbolic link", path)
	}
	return checkAttributes(path)
}

// checkOwners keeps root from changing what another user could lead it to, as
// under sudo: the directory must be root's own, and so must every link on the
// ways to the file.
func checkOwners(directory string, ways ...string) error {
	if info, err := os.Stat(directory); err != nil || !isOwn(info) {
		return cmp.Or(err, belongsToAnother(directory))
	}
	for _, at := range ways {
		for ; at != filepath.Dir(at); at = filepath.Dir(at) {
			if info, err := os.Lstat(at); err == nil && info.Mode()&fs.ModeSymlink != 0 && !isOwn(info) {
				return belongsToAnother(at)
			}
		}
	}
	return nil
}

func isOwn(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

func belongsToAnother(path string) error {
	return fmt.Errorf("%s belongs to another user: run it as that user, or make it yours by chown", path)
}

// keepAccess gives an open file, which only its owner can read, the group and
// the mode of the one at path that it replaces.
func keepAccess(file *os.File, path string, old fs.FileInfo) error {
	if err := dropAccessList(file); err != nil || old == nil {
		return err
	}
	if stat, ok := old.Sys().(*syscall.Stat_t); ok {
		if err := file.Chown(-1, int(stat.Gid)); err != nil && old.Mode()>>3&7 != old.Mode()&7 {
			return fmt.Errorf("%s has other rights for its group than for others, and this user can't give a new file that group: "+
				"run chmod go-rwx", path)
		}
	}
	return file.Chmod(old.Mode().Perm())
}

// isOpenElsewhere reports whether a file can't be replaced since somebody has it open,
// which is no obstacle here.
func isOpenElsewhere(error) bool { return false }

// makeReadable is the command by which a user may read what is below a directory.
func makeReadable(directory string) string {
	return `sudo chown -R "$USER" -- ` + escape.ShellWord(directory)
}
