//go:build unix

package clientconfig

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// checkOwners keeps root from changing what another user could lead it to, as
// under sudo: the directory of the file, or the nearest that exists, must be
// root's own, and so must every link on the way.
func checkOwners(path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	isNearest := true
	for at := path; ; at = filepath.Dir(at) {
		link, err := os.Lstat(at)
		if err == nil && link.Mode()&fs.ModeSymlink != 0 && !isOwn(link) {
			return belongsToAnother(at)
		}
		if err == nil && at != path && isNearest {
			if dir, err := os.Stat(at); err != nil || !isOwn(dir) {
				return cmp.Or(err, belongsToAnother(at))
			}
			isNearest = false
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

// checkAccess refuses a file whose replacement could not be had by the same
// people, or not under the same names.
func checkAccess(path string, info fs.FileInfo) error {
	if info == nil {
		return nil
	}
	if !isOwn(info) {
		return belongsToAnother(path)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink > 1 {
		return fmt.Errorf("%s has another name (a hard link), under which the old text would stay: make that a symbolic link, or change the file by hand", path)
	}
	if hasAccessList(path) {
		return fmt.Errorf("%s has an access list (ACL), which a new file would not have: remove it by setfacl -b, or change the file by hand", path)
	}
	return nil
}

func isOwn(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

func belongsToAnother(path string) error {
	if os.Geteuid() == 0 {
		return fmt.Errorf("%s belongs to another user: run it as that user, or give a file of root's by --config", path)
	}
	return fmt.Errorf(`%s belongs to another user: run it as that user, or take it over, for instance by sudo chown "$USER" '%s'`, path, path)
}

// keepAccess gives an open file, which only its owner can read, the group and
// the mode of the one that it replaces.
func keepAccess(file *os.File, old fs.FileInfo) error {
	if err := dropAccessList(file); err != nil || old == nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	wanted, ok := old.Sys().(*syscall.Stat_t)
	has, ok2 := info.Sys().(*syscall.Stat_t)
	if ok && ok2 && wanted.Gid != has.Gid {
		if err := file.Chown(-1, int(wanted.Gid)); err != nil && old.Mode().Perm()&0o070 != 0 {
			return errors.New("the file is open to a group that this user can't give to a new one: close it by chmod g-rwx, or change it by hand")
		}
	}
	return file.Chmod(old.Mode().Perm())
}
