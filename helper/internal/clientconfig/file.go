package clientconfig

import (
	"fmt"
	"io"
	"os"
)

// maxFileSize bounds what is read, in bytes.
const maxFileSize = 4 << 20

// ReadFile reads and parses the configuration at path. A file that doesn't
// exist is an error that matches fs.ErrNotExist.
func ReadFile(path string) (Document, error) {
	text, _, err := readFile(path)
	if err != nil {
		return Document{}, err
	}
	return parseFile(path, text)
}

func parseFile(path string, text []byte) (Document, error) {
	document, err := Parse(text)
	if err != nil {
		return Document{}, fmt.Errorf("%s %v", path, err)
	}
	return document, nil
}

// readFile returns what a file holds and what it is.
func readFile(path string) ([]byte, os.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		return nil, nil, fmt.Errorf("%s is not a file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = file.Close() }()
	if info, err = file.Stat(); err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	if err != nil {
		return nil, nil, err
	}
	if len(text) > maxFileSize {
		return nil, nil, fmt.Errorf("%s is larger than 4 MiB", path)
	}
	return text, info, nil
}
