package clientconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// followLinks returns the path of the file that path is, or is a link to, and
// the nearest directory above it that exists. It refuses a link to what doesn't
// exist.
func followLinks(path string) (file, directory string, err error) {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if file, err := filepath.EvalSymlinks(path); err == nil {
			return file, filepath.Dir(file), nil
		}
	}
	if _, err := os.Stat(path); err == nil {
		return path, filepath.Dir(path), nil
	}
	for at := path; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			return path, at, err
		}
		if _, err := os.Lstat(at); err == nil {
			return "", "", fmt.Errorf("%s is a link to what does not exist: create that, or remove the link", at)
		}
	}
}
