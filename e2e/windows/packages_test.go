//go:build linux && nightly

package windows

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// packagesLimit is for the tests of one package.
const packagesLimit = 3 * time.Minute

// linkTests make links, which Wine only says to have made.
const linkTests = "^(TestDebugTellsTheWay|TestAppendToLogOfOthers|TestLogReplacedByALink|TestModeAndLinkStay|TestBrokenLinksAreRefusedBeforeAndAfter)$"

// TestPackages runs the packages' own tests on Windows, but for those of ecr/exchange: Wine removes no directory that is
// open, and they have processes and servers that are not to be had there.
func TestPackages(t *testing.T) {
	t.Parallel()
	built := build(t)
	overlay := removalWithoutEx(t)
	for _, name := range []string{
		"secrets", "secrets/ascii", "secrets/hidden", "ecr", "helper", "helper/command", "helper/escape", "helper/kubelet",
		"helper/internal/clientconfig", "helper/internal/doctor", "helper/internal/kubeletconfig", "helper/internal/registryapi",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), packagesLimit)
			defer cancel()
			dir := t.TempDir()
			program := filepath.Join(dir, "package.test.exe")
			compile := exec.CommandContext(ctx, "go", "test", "-overlay", overlay, "-c", "-o", program, "./"+name)
			compile.Dir = filepath.Join("..", "..")
			compile.Env = append(compile.Environ(), "GOOS=windows", "CGO_ENABLED=0")
			if output, err := compile.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			sources, err := filepath.Abs(compile.Dir)
			testenv.Must(t, err)
			m, err := newMachine(filepath.Join(dir, "wine"), built, sources)
			testenv.Must(t, err)
			t.Cleanup(m.stop)
			testenv.Must(t, os.Symlink(program, filepath.Join(m.dir, "c", "package.test.exe")))
			testenv.Must(t, os.Mkdir(filepath.Join(m.dir, "c", "temp"), 0o700))
			test := m.command(ctx, environ.Vars{"WINETEMP": `C:\temp`, "WINETMP": `C:\temp`}, `C:\package.test.exe`, "-test.skip="+linkTests)
			test.Dir = filepath.Join(sources, filepath.FromSlash(name))
			output, err := test.CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, output)
			}
			t.Logf("%s", output[max(0, len(output)-200):])
		})
	}
}

// removalWithoutEx returns an overlay of Go's library (go help build) in which a file is removed as on older systems where
// the newer way is not there. Wine before 10 says that in other words than those that Go expects.
func removalWithoutEx(t *testing.T) (path string) {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	testenv.Must(t, err)
	source := filepath.Join(strings.TrimSpace(string(output)), "src", "internal", "syscall", "windows", "at_windows.go")
	text, err := os.ReadFile(source)
	testenv.Must(t, err)
	const known, more = "case STATUS_INVALID_INFO_CLASS,", "case NTStatus(0xC0000002), STATUS_INVALID_INFO_CLASS," // STATUS_NOT_IMPLEMENTED
	if strings.Count(string(text), known) != 1 {
		t.Fatalf("%s has another form: see how it removes a file now", source)
	}
	dir := t.TempDir()
	changed, path := filepath.Join(dir, "at_windows.go"), filepath.Join(dir, "overlay.json")
	testenv.Must(t, os.WriteFile(changed, []byte(strings.Replace(string(text), known, more, 1)), 0o600))
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {source: changed}})
	testenv.Must(t, err)
	testenv.Must(t, os.WriteFile(path, overlay, 0o600))
	return path
}
