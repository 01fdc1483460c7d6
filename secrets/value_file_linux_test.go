package secrets

import "testing"

// TestReadFileThatBreaks reads a regular file of the kernel's that can be opened and not read.
func TestReadFileThatBreaks(t *testing.T) {
	t.Parallel()
	if content, err := ReadFile("/proc/self/mem"); err == nil {
		t.Errorf("%d bytes and no error", len(content))
	}
}
