package doctor

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
)

// programs are those that PATH leads to.
type programs struct {
	started    string // the helper that Docker starts, empty for none
	hasPodman  bool   // podman is there
	usesPodman bool   // podman or one of its kin is there
	hangs      bool   // PATH could not be searched
}

// readPath searches the directories of PATH no longer than the limit.
func readPath(limit time.Duration, directories string, lookPath func(directories, name string) string) programs {
	found, ok := within(limit, func() programs {
		isThere := func(name string) bool { return lookPath(directories, name) != "" }
		hasPodman := isThere("podman")
		usesPodman := hasPodman || isThere("skopeo") || isThere("buildah")
		return programs{started: lookPath(directories, helper.Name), hasPodman: hasPodman, usesPodman: usesPodman}
	})
	found.hangs = !ok
	return found
}

// checkProgram reports whether clients find this program, whose path is empty if
// it isn't known.
func checkProgram(found programs, executable string) []Finding {
	switch {
	case found.hangs:
		return []Finding{newFinding(codeNotOnPath, "a directory of PATH is on a file system that hangs", "take it out of PATH")}
	case found.started == "":
		own := escape.ShellWord(cmp.Or(executable, helper.Name))
		return []Finding{newFinding(codeNotOnPath, helper.Name+" is in none of the directories of PATH, so Docker can't start it",
			"add the directory of "+own+" to PATH, or copy the program to one that is in it")}
	}
	first, err := os.Stat(found.started)
	own, err2 := os.Stat(executable)
	if err == nil && err2 == nil && !os.SameFile(first, own) {
		return []Finding{newFinding(codeOtherBinary, "Docker starts "+found.started+", which is not this program, "+executable,
			"remove one of them")}
	}
	return nil
}

// LookPath returns the program that a name starts, empty if it is in none of the
// directories.
func LookPath(directories, name string) string {
	for _, dir := range filepath.SplitList(directories) {
		// With a separator in it LookPath looks at this one place.
		if path, err := exec.LookPath(filepath.Clean(dir) + string(filepath.Separator) + name); err == nil {
			return path
		}
	}
	return ""
}
