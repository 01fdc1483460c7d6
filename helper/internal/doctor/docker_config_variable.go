package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// checkDockerVariable reports a DOCKER_CONFIG that is not what Docker takes it
// for: the path of a directory, relative to the one in which a client starts.
func (c clients) checkDockerVariable() []Finding {
	const name = "DOCKER_CONFIG"
	switch {
	case c.dockerVariable == "":
		return nil
	case c.docker.err != nil && filepath.Base(c.dockerVariable) == filepath.Base(c.docker.path):
		return []Finding{newFinding(codeConfigUnreadable, name+" names a file, and Docker takes it for a directory",
			"set "+name+" to the directory of config.json")}
	case filepath.IsAbs(c.dockerVariable):
		return nil
	}
	f := newFinding(codeConfigUnreadable,
		fmt.Sprintf("%s is not an absolute path: Docker looks for %q in the directory in which it is started", name, c.docker.path),
		"set "+name+" to an absolute path; nothing but a shell replaces ~")
	if c.docker.err == nil {
		f = f.as(Warning)
	}
	return []Finding{f}
}

var errBrokenLink = errors.New("it is a link to what does not exist")

// withBrokenLink returns the error of reading a file, or that it is a link to
// none.
func withBrokenLink(path string, err error) error {
	if _, linkErr := os.Lstat(path); linkErr == nil && errors.Is(err, fs.ErrNotExist) {
		return errBrokenLink
	}
	return err
}
