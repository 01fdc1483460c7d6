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
// exist. It looks at each once, as another program may make it meanwhile.
func followLinks(path string) (file, directory string, err error) {
	for at := path; ; at = filepath.Dir(at) {
		info, err := os.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist) && at != filepath.Dir(at):
			continue
		case err == nil && info.Mode()&fs.ModeSymlink != 0:
			target, linkErr := filepath.EvalSymlinks(at)
			switch {
			case errors.Is(linkErr, fs.ErrNotExist):
				return "", "", &Problem{at + " is a link to what does not exist", "create that, or remove the link"}
			case linkErr != nil:
				return "", "", &Problem{fmt.Sprintf("%s is a link that can't be followed (%v)", at, linkErr), "correct it, or remove it"}
			case at == path:
				return target, filepath.Dir(target), nil
			}
		}
		if at == path {
			at = filepath.Dir(path)
		}
		return path, at, err
	}
}
