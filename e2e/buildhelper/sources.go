package buildhelper

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ReadSources opens every file and lists every directory of the module that dir is in, but for git's own. Go's test cache
// (`go help test`) runs a test again when what its process itself has opened inside the module is no longer the same,
// and knows nothing of what a child process reads, be it a compiler. So a test that lets the go command look at the
// module calls this too. It must be called by a test: what TestMain opens before it runs the tests is not noted.
func ReadSources(dir string) error {
	root, err := moduleRoot(dir)
	if err != nil {
		return err
	}
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // an editor's own file, gone since its directory was listed
		case err != nil:
			return err
		case entry.Name() == ".git":
			return skip(entry)
		case entry.Type().IsRegular():
			return open(path)
		}
		return nil
	})
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func open(path string) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// moduleRoot returns the nearest directory, from dir upwards, with a go.mod.
func moduleRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for root := dir; ; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return root, nil
		}
		if root == filepath.Dir(root) {
			return "", fmt.Errorf("looking for go.mod: there is none in %s nor above it", dir)
		}
	}
}
