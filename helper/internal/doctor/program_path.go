package doctor

import (
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
)

// checkProgram reports whether clients find this program: started is what they
// start, executable this one; each is empty if it isn't known.
func checkProgram(started, executable string) []Finding {
	if started == "" {
		if executable == "" {
			executable = helper.Name
		}
		return []Finding{newFinding(codeNotOnPath, helper.Name+" is in none of the directories of PATH, so Docker can't start it",
			"add the directory of "+escape.ShellWord(executable)+" to PATH, or copy the program to one that is in it")}
	}
	first, err := os.Stat(started)
	own, err2 := os.Stat(executable)
	if err == nil && err2 == nil && !os.SameFile(first, own) {
		return []Finding{newFinding(codeOtherBinary, "Docker starts "+started+", which is not this program, "+executable, "remove one of them")}
	}
	return nil
}

// checkProgramInTime does so no longer than the limit.
func checkProgramInTime(limit time.Duration, find func(name string) string, executable string) []Finding {
	found, ok := within(limit, func() []Finding { return checkProgram(find(helper.Name), executable) })
	if !ok {
		return []Finding{newFinding(codeNotOnPath, "a directory of PATH is on a file system that hangs, so Docker may not start this program",
			"take it out of PATH")}
	}
	return found
}

// lookPath returns the program that a name starts, empty if it is in none of the
// directories.
func lookPath(directories, name string) string {
	for _, dir := range filepath.SplitList(directories) {
		// With a separator in it LookPath looks at this one place.
		if path, err := exec.LookPath(filepath.Clean(dir) + string(filepath.Separator) + name); err == nil {
			return path
		}
	}
	return ""
}
