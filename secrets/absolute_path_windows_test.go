package secrets

import (
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
