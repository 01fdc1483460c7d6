package buildhelper

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// testedModule makes a module that has the helper's name, a package beneath it with an embedded
// file, and a test of the built program that builds it by this package.
func testedModule(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range map[string]string{
		"go.mod":          "module " + module + "\n\ngo 1.26\n",
		"main.go":         "package main\n\nimport \"" + module + "/room\"\n\nfunc main() { print(room.Answer()) }\n",
		"room/room.go":    "package room\n\nimport _ \"embed\"\n\n//go:embed words\nvar words string\n\nfunc Answer() string { return words }\n",
		"room/words":      "yes",
		"e2e/e2e_test.go": moduleTest,
	} {
		write(t, filepath.Join(dir, name), content)
	}
	for _, name := range []string{"build.go", "sources.go"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "e2e", "buildhelper", name), string(content))
	}
	return dir
}

const moduleTest = `package e2e

import (
	"os/exec"
	"testing"

	"` + module + `/e2e/buildhelper"
)

func Test(t *testing.T) {
	path, err := buildhelper.Build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command(path).CombinedOutput(); err != nil || string(output) != "yes" {
		t.Errorf("%q, %v", output, err)
	}
}
`

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// age makes all files and directories older than the two seconds within which
// Go's test cache trusts no file.
func age(t *testing.T, dir string, to time.Time) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, to, to)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// goTest runs the module's test and returns what go says.
func goTest(t *testing.T, dir string) (output string) {
	t.Helper()
	cmd := exec.CommandContext(deadline(t), "go", "test", "./e2e")
	cmd.Dir = dir
	cmd.Env = append(cmd.Environ(), "GOFLAGS=", "GOWORK=off")
	said, _ := cmd.CombinedOutput()
	return string(said)
}

// TestChangedSourcesAreTestedAgain shows that no test passes on stale code:
// Go's cache gives the result of a test that builds the program by Build until
// a source of the program changes, is added, embedded ones too.
func TestChangedSourcesAreTestedAgain(t *testing.T) {
	t.Parallel()
	dir := testedModule(t)
	before := time.Now().Add(-time.Hour)
	age(t, dir, before)
	if said := goTest(t, dir); !strings.HasPrefix(said, "ok") {
		t.Fatalf("before any change: %s", said)
	}
	for _, change := range []struct{ name, path, content string }{
		{"a file", "room/room.go", "package room\n\nfunc Answer() string { return \"no\" }\n"},
		{"an embedded file", "room/words", "no!"},
		{"a new file of a package", "room/new.go", "package room\n\nfunc init() { print(\"no\") }\n"},
		{"a new file of the program", "new.go", "package main\n\nfunc init() { print(\"no\") }\n"},
	} {
		if said := goTest(t, dir); !strings.Contains(said, "(cached)") {
			t.Fatalf("before the change of %s: %s", change.name, said)
		}
		path := filepath.Join(dir, change.path)
		old, err := os.ReadFile(path)
		isNew := err != nil
		write(t, path, change.content)
		age(t, dir, before)
		if err := os.Chtimes(path, before, before.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if said := goTest(t, dir); !strings.Contains(said, "--- FAIL: Test") {
			t.Errorf("after the change of %s: %s", change.name, said)
		}
		if isNew {
			err = os.Remove(path)
		} else {
			err = os.WriteFile(path, old, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		age(t, dir, before)
	}
}
