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
	if !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		return nil, fmt.Errorf("%s is not a file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return readAll(file)
}

func readAll(file *os.File) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFileSize {
		return nil, fmt.Errorf("%s is larger than 4 MiB", file.Name())
	}
	return text, nil
}

// UpdateFile changes the configuration at path, which need not exist yet, and
// returns it as it was and as it is. No other UpdateFile comes between the
// reading and the writing; ctx bounds the wait for that. The file's mode and
// owner stay, and a link to it stays a link. A file that is new is for its
// user only. If nothing changes, nothing is written, neither file nor directory.
//
// The directory may belong to somebody whom this program's user doesn't trust,
// as under sudo: a link that appears in it meanwhile is not followed out of it.
func UpdateFile(ctx context.Context, path string, change func(Document) Document) (before, after Document, err error) {
	path, err = followLink(path)
	if err != nil {
		return before, after, err
	}
	before, after, err = PreviewFile(path, change)
	if err != nil || string(after.text) == string(before.text) {
		return before, after, err
	}
	before, after, err = updateLocked(ctx, path, change)
	return before, after, withNextStep(path, err)
}

// PreviewFile is UpdateFile without the writing. It refuses what that would
// refuse for what the file is.
func PreviewFile(path string, change func(Document) Document) (before, after Document, err error) {
	path, err = followLink(path)
	if err != nil {
		return before, after, err
	}
	if err := checkDirectory(filepath.Dir(path)); err != nil {
		return before, after, err
	}
	before, err = readFileOrEmpty(path)
	if err != nil {
		return before, before, err
	}
	return before, change(before), nil
}

func updateLocked(ctx context.Context, path string, change func(Document) Document) (before, after Document, err error) {
	if err := makeDirectory(filepath.Dir(path)); err != nil {
		return before, after, err
	}
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return before, after, err
	}
	defer func() { _ = dir.Close() }()
	unlock, err := lockFile(ctx, path)
	if err != nil {
		return before, after, err
	}
	defer unlock()
	text, info, err := readIn(dir, filepath.Base(path))
	if err != nil {
		return before, after, err
	}
	before, err = Parse(text)
	if err != nil {
		return before, after, fmt.Errorf("%s %v", path, err)
	}
	after = change(before)
	if string(after.text) == string(before.text) {
		return before, after, nil
	}
	return before, after, replaceIn(dir, filepath.Base(path), after.text, info)
}

// readFileOrEmpty is ReadFile, but a file that doesn't exist is an empty
// configuration.
func readFileOrEmpty(path string) (Document, error) {
	document, err := ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Parse(nil)
	}
	return document, err
}
