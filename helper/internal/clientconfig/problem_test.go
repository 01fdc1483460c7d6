package clientconfig

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
)

func TestUnreadableFilesComeWithTheNextStep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"rights":      {&fs.PathError{Op: "open", Err: fs.ErrPermission}, "a b/f is not readable by this user: " + filepath.ToSlash(makeReadable("a b"))},
		"with a path": {&fs.PathError{Op: "open", Path: "a b/f", Err: fs.ErrNotExist}, "open a b/f: file does not exist"},
		"without":     {errors.New("not a regular file"), "a b/f: not a regular file"},
	} {
		if got := filepath.ToSlash(unreadable(filepath.FromSlash("a b/f"), test.err).Error()); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
