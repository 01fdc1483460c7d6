package e2e

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const (
	installModule  = "github.com/docker-credential-secrets/docker-credential-secrets"
	installVersion = "v0.0.1"
	installTimeout = 5 * time.Minute
)

// TestInstall installs the checkout as its users do, `go install MODULE@VERSION`,
// from a module proxy made of the checkout's files: the name of the program and
// the version that it prints depend on nothing but the module.
func TestInstall(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), installTimeout)
	defer cancel()

	testenv.Must(t, buildhelper.ReadSources("."))
	checkout := checkoutDir(ctx, t)
	proxy := t.TempDir()
	writeProxy(t, proxy, checkout, checkoutFiles(ctx, t, checkout))
	bin := t.TempDir()
	goInstall(ctx, t, checkout, proxy, bin)

	program := "docker-credential-secrets"
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	entries, err := os.ReadDir(bin)
	testenv.Must(t, err)
	var installed []string
	for _, entry := range entries {
		installed = append(installed, entry.Name())
	}
	if diff := cmp.Diff([]string{program}, installed); diff != "" {
		t.Fatalf("installed programs (-want +got):\n%s", diff)
	}

	said := commandOutput(t, exec.CommandContext(ctx, filepath.Join(bin, program), "version"))
	if diff := cmp.Diff("docker-credential-secrets "+installVersion+"\n", said); diff != "" {
		t.Errorf("version (-want +got):\n%s", diff)
	}
}

// checkoutDir is the directory of the module under test.
func checkoutDir(ctx context.Context, t *testing.T) string {
	t.Helper()
	return strings.TrimSpace(commandOutput(t, exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", installModule)))
}

// checkoutFiles names the files that a commit of the checkout, as it stands,
// would hold, relative to it and with slashes. Without git's word on that there
// is nothing to install.
func checkoutFiles(ctx context.Context, t *testing.T, checkout string) []string {
	t.Helper()
	list := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = checkout
	var stderr strings.Builder
	list.Stderr = &stderr
	names, err := list.Output()
	if err != nil {
		testenv.Missing(t, fmt.Sprintf("a git checkout, whose files can be listed: %v: %s", err, stderr.String()))
	}
	return strings.Split(strings.TrimSuffix(string(names), "\x00"), "\x00")
}

// writeProxy lays the checkout out as a module proxy does, in the four files of
// https://go.dev/ref/mod#goproxy-protocol.
func writeProxy(t *testing.T, proxy, checkout string, names []string) {
	t.Helper()
	versions := filepath.Join(proxy, filepath.FromSlash(installModule), "@v")
	testenv.Must(t, os.MkdirAll(versions, 0o755))
	info, err := json.Marshal(map[string]string{"Version": installVersion, "Time": "2025-01-01T00:00:00Z"})
	testenv.Must(t, err)
	mod, err := os.ReadFile(filepath.Join(checkout, "go.mod"))
	testenv.Must(t, err)
	for name, content := range map[string][]byte{
		"list":                   []byte(installVersion + "\n"),
		installVersion + ".info": info,
		installVersion + ".mod":  mod,
		installVersion + ".zip":  moduleZip(t, checkout, names),
	} {
		testenv.Must(t, os.WriteFile(filepath.Join(versions, name), content, 0o644))
	}
}

// moduleZip packs the module's regular files among names as one version of it. A
// name whose file is gone from the checkout is left out.
func moduleZip(t *testing.T, checkout string, names []string) []byte {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	tree := os.DirFS(checkout)
	for _, name := range names {
		if info, err := fs.Stat(tree, name); err != nil || !info.Mode().IsRegular() || isOfOtherModule(tree, name) {
			continue
		}
		content, err := fs.ReadFile(tree, name)
		testenv.Must(t, err)
		entry, err := archive.Create(installModule + "@" + installVersion + "/" + name)
		testenv.Must(t, err)
		if _, err := entry.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	testenv.Must(t, archive.Close())
	return packed.Bytes()
}

// isOfOtherModule reports whether a file belongs to a module within this one.
func isOfOtherModule(tree fs.FS, name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, err := fs.Stat(tree, path.Join(dir, "go.mod")); err == nil {
			return true
		}
	}
	return false
}

// goInstall installs the module from proxy into bin. Its dependencies come from
// the module cache, which go filled for the program and checked against go.sum;
// a module cache of the test's own keeps the made-up version out of that one.
func goInstall(ctx context.Context, t *testing.T, checkout, proxy, bin string) {
	t.Helper()
	fill := exec.CommandContext(ctx, "go", "list", "-deps", ".")
	fill.Dir = checkout
	commandOutput(t, fill)
	cache := strings.TrimSpace(commandOutput(t, exec.CommandContext(ctx, "go", "env", "GOMODCACHE")))

	install := exec.CommandContext(ctx, "go", "install", installModule+"@"+installVersion)
	install.Dir = bin
	install.Env = append(install.Environ(),
		"CGO_ENABLED=0",
		"GOBIN="+bin,
		// The temporary module cache must be removable, and a build that does not
		// depend on where that cache is can come from the build cache.
		"GOFLAGS=-modcacherw -trimpath",
		"GOMODCACHE="+t.TempDir(),
		"GOPROXY="+fileURL(proxy)+","+fileURL(filepath.Join(cache, "cache", "download")),
		"GONOPROXY=none",
		"GOSUMDB=off",
	)
	commandOutput(t, install)
}

// fileURL writes an absolute directory as GOPROXY wants it.
func fileURL(dir string) string {
	return "file:///" + strings.TrimPrefix(filepath.ToSlash(dir), "/")
}

// commandOutput runs a command that must succeed and gives its standard output.
func commandOutput(t *testing.T, command *exec.Cmd) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("running %s: %v\n%s", command, err, stderr.Bytes())
	}
	return stdout.String()
}
