package hidden

import (
	"errors"
	"io/fs"
)

// WithoutPath returns what the system says of a file: a secret may have been pasted
// where its path belongs.
func WithoutPath(err error) error {
	var withPath *fs.PathError
	if errors.As(err, &withPath) {
		return withPath.Err
	}
	return err
}
