package secrets

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzDevices asks Go's library too, which knows the names of devices, but only of
// relative paths.
func FuzzDevices(f *testing.F) {
	for _, name := range []string{"CON", "nul.txt", "com1:", "LPT³", "CONIN$", "aux .x", "COM0", "COM10", "x", "CON ", ".NUL", "com²", "conıN$", "con\x85"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if name == "" || strings.ContainsAny(name, "/\\\x00") || strings.Trim(name, ".") == "" {
			t.Skip()
		}
		if strings.Contains(name, ":") && !hasDevice(name) {
			t.Skip("IsLocal refuses every colon")
		}
		if got, want := hasDevice(name), !filepath.IsLocal(name); got != want {
			t.Errorf("%q is a device's: %v, want %v", name, got, want)
		}
	})
}

// TestForeignPathsAreNotOpened names a host in each variable that may name a file.
func TestForeignPathsAreNotOpened(t *testing.T) {
	t.Parallel()
	for _, path := range []string{`\\` + planted + `\share\p`, `//` + planted + `/share/p`, `C:\` + planted + `\NUL`} {
		if _, err := ReadFile(path); err == nil || strings.Contains(err.Error(), planted) || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
		secret := FromEnviron([]string{"A_CONTAINER_REGISTRY_SERVER=a.example", "A_CONTAINER_REGISTRY_PASSWORD_FILE=" + path}, noECR).All()[0]
		_, err := secret.Value(Password, func(string) ([]byte, error) {
			t.Errorf("%s is opened", path)
			return nil, os.ErrNotExist
		})
		if err == nil || strings.Contains(err.Error(), planted) || !strings.HasPrefix(err.Error(), "A_CONTAINER_REGISTRY_PASSWORD_FILE is ") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
