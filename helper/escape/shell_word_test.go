package escape

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// FuzzShellWord has a shell print the word, alone and as the report of a doctor
// shows it, in a directory where it must leave nothing.
func FuzzShellWord(f *testing.F) {
	if runtime.GOOS == "windows" {
		f.Skip("no POSIX shell")
	}
	for _, text := range []string{
		"", "a", "/home/me/.docker/config.json", "a b", "it's", "'; touch planted; '", "$(touch planted)", "`touch planted`", "a\ntouch planted\n",
		"~", "~root", "*", "[a]", "{a,b}", "a=b", "!a", `a\`, `"a`, "#a", "a|b&c>planted", "-n", "größe", "\x1b[31m", "%1", "=ls", "''", "\\'",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsRune(text, 0) {
			t.Skip() // no argument holds it
		}
		dir := t.TempDir()
		run := func(word string) string {
			command := exec.CommandContext(t.Context(), "sh", "-c", "printf %s= "+word)
			command.Dir = dir
			printed, err := command.Output()
			if err != nil {
				t.Errorf("%q as %s: %v", text, word, err)
			}
			return string(printed)
		}
		if got := run(ShellWord(text)); got != text+"=" {
			t.Errorf("%q is printed as %q", text, got)
		}
		run(Text(ShellWord(text)))
		if left, err := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 || err != nil {
			t.Errorf("%q left %v, %v", text, left, err)
		}
	})
}

func TestPathsOfWindowsAreHarmless(t *testing.T) {
	t.Parallel()
	const path = `C:\Users\me\.docker`
	if got := ShellWord(path); (got == path) != (os.PathSeparator == '\\') {
		t.Errorf("%s", got)
	}
}
