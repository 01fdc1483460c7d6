package buildhelper

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// stub makes a module of the helper's name, so that this test doesn't wait for the real one to compile.
func stub(t *testing.T, source string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, content := range map[string]string{"go.mod": "module " + module + "\n", "main.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func TestBuildsWhatRuns(t *testing.T) {
	t.Parallel()
	source := "package main\n\nfunc main() { print(\"hello\") }\n"
	path, err := build(deadline(t), runtime.GOOS, stub(t, source), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	output, err := exec.CommandContext(deadline(t), path).CombinedOutput()
	if err != nil || string(output) != "hello" {
		t.Errorf("ran with %q (%v)", output, err)
	}
	if name := strings.TrimSuffix(filepath.Base(path), ".exe"); name != "docker-credential-secrets" {
		t.Errorf("built %q, which docker doesn't look for", name)
	}
}

func TestCompilersWordsAreInTheError(t *testing.T) {
	t.Parallel()
	_, err := build(deadline(t), runtime.GOOS, stub(t, "package main\n\nfunc main() { undefinedName() }\n"), t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "undefinedName") {
		t.Errorf("error %v, want the compiler's", err)
	}
}

// TestReleaseFlags compares with the file that releases are made by.
func TestReleaseFlags(t *testing.T) {
	t.Parallel()
	config, err := os.ReadFile(filepath.Join("..", "..", ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range ReleaseFlags() {
		flag = strings.TrimPrefix(strings.TrimPrefix(flag, "-gcflags="), "-ldflags=")
		if !strings.Contains(string(config), flag) {
			t.Errorf(".goreleaser.yaml lacks %s", flag)
		}
	}
}
