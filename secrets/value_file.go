package secrets

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// maxFileSize bounds what is read from a file that a _FILE variable names.
const maxFileSize = 1 << 20

// filePatience is how long a file may take: those of a network's file system,
// or of the kernel (/proc/kmsg), may never answer.
const filePatience = 5 * time.Second

var (
	errNotRegular = errors.New("not a regular file")
	errTooLarge   = errors.New("larger than 1 MiB")
	errSlow       = errors.New("not read within 5 seconds")
)

// ReadFile returns the content of the regular file at path, which may be a
// link to one, up to 1 MiB. Pipes and devices are refused, since to open or
// read one may never end; so is what takes longer than five seconds, and what
// ForeignPath names, since whoever sets a variable must not have Windows log in to a
// host of theirs.
func ReadFile(path string) ([]byte, error) {
	type result struct {
		content []byte
		err     error
	}
	read, ok := timelimit.Call(filePatience, func() result {
		content, err := readFile(path)
		return result{content, err}
	})
	if !ok {
		return nil, errSlow
	}
	return read.content, read.err
}

func readFile(path string) ([]byte, error) {
	if foreign := ForeignPath(path); foreign != "" {
		return nil, errors.New("it " + foreign)
	}
	// To open a pipe, and to close it unread, would take its text from whoever
	// writes there.
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errNotRegular
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, maxFileSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(content) > maxFileSize:
		return nil, errTooLarge
	}
	return content, nil
}
