package dockerconfig

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFileSize bounds what is read, in bytes.
const maxFileSize = 4 << 20

// ReadFile reads and parses the configuration at path. A file that doesn't
// exist is an error that matches fs.ErrNotExist.
func ReadFile(path string) (Document, error) {
	text, err := readFile(path)
	if err != nil {
		return Document{}, err
	}
	document, err := Parse(text)
	if err != nil {
		return Document{}, fmt.Errorf("%s %v", path, err)
	}
	return document, nil
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFileSize {
		return nil, fmt.Errorf("%s is larger than 4 MiB", path)
	}
	return text, nil
}

// UpdateFile changes the configuration at path, which need not exist yet, and
// returns it as it was and as it is. No other UpdateFile comes between the
// reading and the writing; ctx bounds the wait for that. The file's mode and
// owner stay, and a link to it stays a link. A file that is new is for its
// user only. If nothing changes, nothing is written, neither file nor directory.
func UpdateFile(ctx context.Context, path string, change func(Document) Document) (before, after Document, err error) {
	path, err = followLink(path)
	if err != nil {
		return before, after, err
	}
	before, err = ReadFileOrEmpty(path)
	if err != nil || string(change(before).text) == string(before.text) {
		return before, before, err
	}
	if err := makeDirectory(filepath.Dir(path)); err != nil {
		return before, after, err
	}
	unlock, err := lockFile(ctx, path)
	if err != nil {
		return before, after, err
	}
	defer unlock()
	before, err = ReadFileOrEmpty(path)
	if err != nil {
		return before, after, err
	}
	after = change(before)
	if string(after.text) == string(before.text) {
		return before, after, nil
	}
	return before, after, replaceFile(path, after.text)
}

// ReadFileOrEmpty is ReadFile, but a file that doesn't exist is an empty
// configuration.
func ReadFileOrEmpty(path string) (Document, error) {
	document, err := ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Parse(nil)
	}
	return document, err
}

// followLink returns the path of the file that path is, or is a link to.
func followLink(path string) (string, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is a link to a file that does not exist: create that, or remove the link", path)
	}
	return target, err
}

// makeDirectory makes the directory of a configuration, for its user only.
func makeDirectory(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dir)
	if parent == dir {
		return nil
	}
	if err := makeDirectory(parent); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return giveToOwnerOf(parent, dir)
}

// replaceFile writes the text beside the file and renames it, so that
// whoever reads sees the old text or the new one.
func replaceFile(path string, text []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new") // 0600
	if err != nil {
		return err
	}
	beside := file.Name()
	defer func() {
		if err != nil {
			_ = os.Remove(beside)
		}
	}()
	if err := writeAndClose(file, text); err != nil {
		return err
	}
	if err := copyAccess(path, beside); err != nil {
		return err
	}
	return os.Rename(beside, path)
}

func writeAndClose(file *os.File, text []byte) error {
	_, err := file.Write(text)
	return errors.Join(err, file.Sync(), file.Close())
}

// copyAccess gives the new file the mode and owner of the old one, or, if
// there is no old one, the owner of its directory.
func copyAccess(old, replacement string) error {
	info, err := os.Stat(old)
	if errors.Is(err, fs.ErrNotExist) {
		return giveToOwnerOf(filepath.Dir(old), replacement)
	}
	if err != nil {
		return err
	}
	if err := copyOwner(info, replacement); err != nil {
		return err
	}
	return os.Chmod(replacement, info.Mode().Perm())
}
