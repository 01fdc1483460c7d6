package clientconfig

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestAFileThatAppearsIsNoBrokenLink looks at a path while another process makes
// its file, again and again.
func TestAFileThatAppearsIsNoBrokenLink(t *testing.T) {
	t.Parallel()
	directory := filepath.Join(t.TempDir(), "docker")
	path := filepath.Join(directory, "config.json")
	stop := make(chan struct{})
	var making sync.WaitGroup
	making.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			_ = os.MkdirAll(directory, 0o700)
			_ = os.WriteFile(path, nil, 0o600)
			_ = os.RemoveAll(directory)
		}
	})
	defer making.Wait()
	defer close(stop)
	for range 20000 {
		if file, _, err := followLinks(path); err != nil || file != path {
			t.Fatalf("%q, %v", file, err)
		}
	}
}
