//go:build unix

package secrets

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// To open a pipe that nobody writes to never ends.
func TestReadFileRefusesPipes(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(pipe); !errors.Is(err, errNotRegular) {
		t.Errorf("got error %v, want %v", err, errNotRegular)
	}
}
