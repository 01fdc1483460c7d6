//go:build linux

package windows

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const (
	wine       = "/usr/lib/wine/wine64"
	wineServer = "/usr/lib/wine/wineserver64"
	linker     = "x86_64-w64-mingw32-ld"
	// libraries are where Wine has those of Windows, and its programs.
	libraries = "/usr/lib/x86_64-linux-gnu/wine/x86_64-windows"
	// random is the library that Go's programs need and Wine before 9 has not.
	random = "bcryptprimitives.dll"
	// noBoot keeps Wine from what it does, for a second, before the first of its programs, which no test needs. Programs
	// that start at once wait for that: for them noServices leaves out the most of it.
	noBoot     = "wineboot.exe,services.exe="
	noServices = "services.exe="
)

// build makes the programs for Windows, and the library, in a directory that it returns.
func build(t *testing.T) (dir string) {
	t.Helper()
	testenv.Need(t, wine, linker)
	dir = t.TempDir()
	_, err := buildhelper.BuildForWindows(t.Context(), dir)
	testenv.Must(t, err)
	holder := exec.CommandContext(t.Context(), "go", "build", "-o", dir, "./holdopen")
	holder.Env = append(holder.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	library := exec.CommandContext(t.Context(), linker, "-shared", "-o", filepath.Join(dir, random), "testdata/bcryptprimitives.def")
	for _, command := range []*exec.Cmd{holder, library} {
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command.Args, err, output)
		}
	}
	return dir
}

// A machine is a Windows of its own, as far as Wine is one: a directory with drive C and its registry. Its user is me.
type machine struct{ dir string }

// newMachine makes one whose PATH has the built programs, and whose drive W is another directory. Wine's own way to make
// one takes 700 MB and a quarter of a minute: here the libraries of Windows are links.
func newMachine(dir, built, drive string) (machine, error) {
	system, drives := filepath.Join(dir, "c", "windows", "system32"), filepath.Join(dir, "dosdevices")
	for _, made := range []string{system, drives} {
		if err := os.MkdirAll(made, 0o700); err != nil {
			return machine{}, err
		}
	}
	links := map[string]string{
		filepath.Join(drives, "c:"):    filepath.Join(dir, "c"),
		filepath.Join(drives, "w:"):    drive,
		filepath.Join(dir, "c", "bin"): built,
		filepath.Join(system, random):  filepath.Join(built, random),
	}
	names, err := filepath.Glob(filepath.Join(libraries, "*.dll"))
	if err != nil {
		return machine{}, err
	}
	for _, program := range []string{"cmd.exe", "conhost.exe", "attrib.exe"} {
		names = append(names, filepath.Join(libraries, program))
	}
	for _, name := range names {
		links[filepath.Join(system, filepath.Base(name))] = name
	}
	for link, target := range links {
		if err := os.Symlink(target, link); err != nil {
			return machine{}, err
		}
	}
	// Else Wine would fill it at its first start.
	if err := os.WriteFile(filepath.Join(dir, ".update-timestamp"), []byte("disable\n"), 0o600); err != nil {
		return machine{}, err
	}
	// Else the processes that start first, at once, would wait for each other.
	return machine{dir}, machine{dir}.server("--persistent")
}

// variables are those of Wine itself, and of the user. It gives a program all others as they are, but knows HOME, PATH and
// TEMP by names of its own.
func (m machine) variables() environ.Vars {
	return environ.Vars{
		"WINEPREFIX": m.dir, "TMPDIR": m.dir, "WINEDEBUG": "-all", "WINEDLLOVERRIDES": noBoot, "WINEPATH": `C:\windows\system32;C:\bin`,
		"LC_ALL": "C.UTF-8", "USER": "me", "WINETEMP": `C:\windows`,
		"USERPROFILE": `C:\users\me`, "LOCALAPPDATA": `C:\users\me\AppData\Local`,
	}
}

// command is a program of the machine. It ends with ctx.
func (m machine) command(ctx context.Context, vars environ.Vars, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, wine, append([]string{program}, args...)...)
	cmd.Env = m.variables().With(vars).Entries()
	cmd.Dir = filepath.Join(m.dir, "c")
	return cmd
}

// stop ends what still runs on the machine.
func (m machine) stop() { _ = m.server("--kill") } // it fails where nothing runs

func (m machine) server(flag string) error {
	server := exec.Command(wineServer, flag)
	server.Env = m.variables().Entries()
	return server.Run()
}
