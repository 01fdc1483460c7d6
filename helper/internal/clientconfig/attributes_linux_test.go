package clientconfig

import (
	"cmp"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// aclFor returns the list rw for the owner, r for one user, and nothing for
// group and others, as the kernel takes it (linux/posix_acl_xattr.h).
func aclFor(user uint32) []byte {
	list := binary.LittleEndian.AppendUint32(nil, 2)
	for _, entry := range []struct {
		tag, rights uint16
		id          uint32
	}{{0x01, 6, ^uint32(0)}, {0x02, 4, user}, {0x04, 0, ^uint32(0)}, {0x10, 4, ^uint32(0)}, {0x20, 0, ^uint32(0)}} {
		list = binary.LittleEndian.AppendUint16(list, entry.tag)
		list = binary.LittleEndian.AppendUint16(list, entry.rights)
		list = binary.LittleEndian.AppendUint32(list, entry.id)
	}
	return list
}

func setACL(t *testing.T, path, kind string) {
	t.Helper()
	if err := unix.Setxattr(path, "system.posix_acl_"+kind, aclFor(12345), 0); err != nil {
		t.Skip("access lists: ", err)
	}
}

func hasAccessList(path string) bool {
	size, err := unix.Getxattr(path, accessList, nil)
	return err == nil && size > 0
}

func TestAccessListsAreRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	write(t, path, "{}", 0o600)
	setACL(t, path, "access")
	_, _, dry := PreviewFile(path, addOne().Apply)
	_, _, wet := UpdateFile(deadline(t), path, addOne().Apply)
	for _, err := range []error{dry, wet} {
		if err == nil || !strings.Contains(err.Error(), "has an access list (ACL)") {
			t.Errorf("error %v", err)
		}
	}
	if text := textOf(t, path); text != "{}" || !hasAccessList(path) {
		t.Errorf("file became %q, with its list: %v", text, hasAccessList(path))
	}
	checkOnly(t, dir, "config.json")
}

func TestAttributesOfTheUserAreRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	write(t, path, "{}", 0o600)
	if err := unix.Setxattr(path, "user.note", []byte("mine"), 0); err != nil {
		t.Skip("attributes: ", err)
	}
	_, _, dry := PreviewFile(path, addOne().Apply)
	_, _, wet := UpdateFile(deadline(t), path, addOne().Apply)
	for _, err := range []error{dry, wet} {
		if err == nil || !strings.Contains(err.Error(), "has the attribute user.note") {
			t.Errorf("error %v", err)
		}
	}
	checkOnly(t, dir, "config.json")
}

// TestGroupIsLostOnlyWhereItHasTheRightsOfOthers acts as a user who is not in
// the group of the file.
func TestGroupIsLostOnlyWhereItHasTheRightsOfOthers(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files to any group")
	}
	for mode, isRefused := range map[os.FileMode]bool{0o600: false, 0o644: false, 0o604: true, 0o640: true, 0o664: true} {
		t.Run(mode.String(), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, filepath.Join(dir, "old"), "", mode)
			write(t, filepath.Join(dir, "new"), "", 0o600)
			if err := errors.Join(os.Chown(filepath.Join(dir, "old"), 12345, 54321), os.Chown(filepath.Join(dir, "new"), 12345, 12345)); err != nil {
				t.Fatal(err)
			}
			old, err := os.Stat(filepath.Join(dir, "old"))
			if err != nil {
				t.Fatal(err)
			}
			file, err := os.OpenFile(filepath.Join(dir, "new"), os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			kept := make(chan error)
			go func() {
				runtime.LockOSThread() // for good, so that the thread ends with this
				kept <- cmp.Or(unix.Setfsuid(12345), keepAccess(file, filepath.Join(dir, "old"), old))
			}()
			want := filepath.Join(dir, "old") + " has other rights for its group than for others"
			if err := <-kept; (err != nil) != isRefused || isRefused && !strings.Contains(err.Error(), want) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestNewFilesInheritNoAccess guards against the default list of a directory,
// which opens a new file to its users as soon as the mode lets the group read.
func TestNewFilesInheritNoAccess(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"new": "", "open to its group": "{}"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "config.json")
			want := os.FileMode(0o600)
			if before != "" {
				want = 0o640
				write(t, path, before, want)
			}
			setACL(t, dir, "default")
			update(t, path, addOne())
			if hasAccessList(path) || modeOf(t, path) != want {
				t.Errorf("an access list: %v, mode %v", hasAccessList(path), modeOf(t, path))
			}
		})
	}
}
