package doctor

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/escape"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/internal/bounded"
)

// programs are those that PATH leads to.
type programs struct {
	started       string // the helper that Docker starts, empty for none
	isOther       bool   // it is not the executable itself
	version       string // what the other answers when it is asked for its version
	err           error  // why it does not answer
	notExecutable string // a file of the helper's name, where none is started
	hasPodman     bool   // podman is there
	usesPodman    bool   // podman or one of its kin is there
	hangs         bool   // PATH could not be searched
}

// readPath searches the directories of PATH no longer than the limit, and asks
// a helper that is there for its version unless it is the executable itself.
func readPath(
	limit time.Duration, directories, executable string, lookPath func(directories, name string) string,
) programs {
	found, ok := bounded.Call(limit, func() programs {
		isThere := func(name string) bool { return lookPath(directories, name) != "" }
		hasPodman := isThere("podman")
		return programs{
			started: lookPath(directories, helper.Name), notExecutable: lookFile(directories, helper.Name),
			hasPodman: hasPodman, usesPodman: hasPodman || isThere("skopeo") || isThere("buildah"),
		}
	})
	found.hangs = !ok
	found.isOther = found.started != "" && !isSameFile(found.started, executable)
	if found.isOther {
		found.version, found.err = askVersion(limit, found.started, directories)
	}
	return found
}

// versionPatience is how long one waits for the output of a program that has
// ended.
const versionPatience = 200 * time.Millisecond

// askVersion starts the program as Docker would, but without the secrets of the
// environment.
func askVersion(limit time.Duration, path, directories string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	command := exec.CommandContext(ctx, path, "version")
	command.Env = []string{"PATH=" + directories}
	command.WaitDelay = versionPatience
	output, err := command.Output()
	var start *os.PathError
	switch {
	case ctx.Err() != nil:
		err = errors.New("no answer within " + limit.String())
	case errors.As(err, &start):
		err = start.Err
	}
	return strings.TrimSpace(string(output)), err
}

// checkProgram reports whether clients find this program, of the version and at
// the path, which is empty if it isn't known.
func checkProgram(found programs, executable, version string) []Finding {
	own := escape.ShellWord(cmp.Or(executable, helper.Name))
	switch {
	case found.hangs:
		return []Finding{newFinding(codeNotOnPath, "a directory of PATH is on a file system that hangs", "take it out of PATH")}
	case found.started == "" && found.notExecutable != "":
		return []Finding{newFinding(codeNotOnPath, "Docker can't start "+found.notExecutable+", since it is not executable",
			"chmod +x -- "+escape.ShellWord(found.notExecutable))}
	case found.started == "":
		return []Finding{newFinding(codeNotOnPath, helper.Name+" is in none of the directories of PATH, so Docker can't start it",
			"add the directory of "+own+" to PATH, or copy the program to one that is in it")}
	case found.err != nil:
		return []Finding{newFinding(codeProgramFails, "Docker starts "+found.started+", which fails ("+found.err.Error()+")",
			"remove it, or replace it by this program, "+own)}
	case found.isOther && found.version != helper.Name+" "+version:
		return []Finding{newFinding(codeOtherBinary, "Docker starts "+found.started+", which is not this program, "+executable,
			"remove one of them")}
	}
	return nil
}

func isSameFile(path, other string) bool {
	first, err := os.Stat(path)
	second, err2 := os.Stat(other)
	return err == nil && err2 == nil && os.SameFile(first, second)
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

// lookFile returns the first regular file of a name, which on Windows has an
// ending that starts it.
func lookFile(directories, name string) string {
	for _, dir := range filepath.SplitList(directories) {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && runtime.GOOS != "windows" {
			return path
		}
	}
	return ""
}
