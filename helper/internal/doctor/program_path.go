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
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/hidden"
	"github.com/docker-credential-secrets/docker-credential-secrets/secrets/timelimit"
)

// programs are those that PATH leads to.
type programs struct {
	helperFindings []Finding // about the helper that Docker starts
	hasPodman      bool      // podman is there
	usesPodman     bool      // podman or one of its kin is there
}

// readPath searches the directories of PATH for podman, and for this program of a
// version at a path, which is empty if it isn't known. What it waits for may take
// no longer than the limit each.
func readPath(
	limit time.Duration, directories, executable, version string, lookPath func(directories, name string) string,
) programs {
	found, ok := timelimit.Call(2*limit+time.Second, func() programs {
		isThere := func(name string) bool { return lookPath(directories, name) != "" }
		hasPodman := isThere("podman")
		return programs{
			helperFindings: checkProgram(limit, directories, executable, version, lookPath(directories, helper.Name)),
			hasPodman:      hasPodman, usesPodman: hasPodman || isThere("skopeo") || isThere("buildah"),
		}
	})
	if !ok {
		found.helperFindings = []Finding{newFinding(codeNotOnPath, "a directory of PATH is on a file system that hangs",
			"take it out of PATH")}
	}
	return found
}

// checkProgram reports whether clients find this program. What Docker starts is
// asked for its version no longer than the limit, unless it is the executable itself.
func checkProgram(limit time.Duration, directories, executable, version, started string) []Finding {
	own := escape.ShellWord(cmp.Or(executable, helper.Name))
	if started == "" {
		if path := lookFile(directories, helper.Name); path != "" {
			return []Finding{newFinding(codeNotOnPath, "Docker can't start "+path+", since it is not executable",
				"chmod +x -- "+escape.ShellWord(path))}
		}
		return []Finding{newFinding(codeNotOnPath, helper.Name+" is in none of the directories of PATH, so Docker can't start it",
			"add the directory of "+own+" to PATH, or copy the program to one that is in it")}
	}
	if isSameFile(started, executable) {
		return nil
	}
	switch found, err := askVersion(limit, started, directories); {
	case err != nil:
		return []Finding{newFinding(codeProgramFails, "Docker starts "+started+", which fails ("+err.Error()+")",
			"remove it, or replace it by this program, "+own)}
	case found != helper.Name+" "+version:
		return []Finding{newFinding(codeOtherBinary, "Docker starts "+started+", which is not this program, "+executable,
			"remove one of them")}
	}
	return nil
}

func isSameFile(path, other string) bool {
	first, err := os.Stat(path)
	second, err2 := os.Stat(other)
	return err == nil && err2 == nil && os.SameFile(first, second)
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
	if ctx.Err() != nil {
		err = errors.New("no answer within " + limit.String())
	}
	return strings.TrimSpace(string(output)), hidden.WithoutPath(err)
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
