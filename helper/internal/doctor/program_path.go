package doctor

import (
	"os"
	"path/filepath"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
)

// programFindings reports whether clients find this program.
func (d Doctor) programFindings() []Finding {
	found := d.lookPath(helper.Name)
	if found == "" {
		return []Finding{newFinding(codeNotOnPath, helper.Name+" is in none of the directories of PATH, so Docker can't start it",
			"add the directory of "+orName(d.Executable)+" to PATH, or copy the program to one that is in it")}
	}
	first, err := os.Stat(found)
	own, err2 := os.Stat(d.Executable)
	if err == nil && err2 == nil && !os.SameFile(first, own) {
		return []Finding{newFinding(codeOtherBinary, "Docker starts "+found+", which is not this program, "+d.Executable, "remove one of them")}
	}
	return nil
}

func orName(path string) string {
	if path == "" {
		return helper.Name
	}
	return path
}

// lookPath returns the program that a name on PATH starts, empty if there is
// none.
func (d Doctor) lookPath(name string) string {
	for _, dir := range filepath.SplitList(d.Helper.Getenv("PATH")) {
		for _, ending := range d.endings() {
			path := filepath.Join(dir, name+ending)
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && (ending != "" || info.Mode()&0o111 != 0) {
				return path
			}
		}
	}
	return ""
}

// endings returns those that a program's name may have: on Windows the path
// of this program tells which.
func (d Doctor) endings() []string {
	if ending := filepath.Ext(d.Executable); ending == ".exe" {
		return []string{ending}
	}
	return []string{""}
}
