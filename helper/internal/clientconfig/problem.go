package clientconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// A Problem is why a configuration can't be read or changed, and what to do.
type Problem struct{ Cause, Fix string }

func (p *Problem) Error() string { return p.Cause + ": " + p.Fix }

// unreadable returns the error of reading the file at path, with the next step
// where that is known.
func unreadable(path string, err error) error {
	var withPath *fs.PathError
	switch {
	case errors.Is(err, fs.ErrPermission):
		return &Problem{path + " is not readable by this user", makeReadable(filepath.Dir(path))}
	case errors.As(err, &withPath):
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
