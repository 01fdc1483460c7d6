package doctor

import (
	"os"
	"path/filepath"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// checkProgram reports whether clients find this program: started is what they
// start, executable this one; each is empty if it isn't known.
func checkProgram(started, executable string) []Finding {
	if started == "" {
		if executable == "" {
			executable = helper.Name
		}
		return []Finding{newFinding(codeNotOnPath, helper.Name+" is in none of the directories of PATH, so Docker can't start it",
			"add the directory of "+executable+" to PATH, or copy the program to one that is in it")}
	}
	first, err := os.Stat(started)
	own, err2 := os.Stat(executable)
	if err == nil && err2 == nil && !os.SameFile(first, own) {
		return []Finding{newFinding(codeOtherBinary, "Docker starts "+started+", which is not this program, "+executable, "remove one of them")}
	}
	return nil
}

// lookPath returns the program that a name on PATH starts, empty if there is
// none. On Windows a program's name has an ending, which the path of this one
// shows.
func lookPath(directories, name, executable string) string {
	ending := filepath.Ext(executable)
	if ending != ".exe" {
		ending = ""
	}
	for _, dir := range filepath.SplitList(directories) {
		path := filepath.Join(dir, name+ending)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && (ending != "" || info.Mode()&0o111 != 0) {
			return path
		}
	}
	return ""
}
