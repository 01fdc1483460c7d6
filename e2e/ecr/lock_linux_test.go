package ecr

import (
	"syscall"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// awaitOpened returns a function that waits until some process has opened the
// file after this call. A waiter opens a lock's file only to try it, too
// briefly to be seen among its open files.
func awaitOpened(t *testing.T, path string) (wait func()) {
	t.Helper()
	watch, err := syscall.InotifyInit1(syscall.IN_CLOEXEC | syscall.IN_NONBLOCK)
	testenv.Must(t, err)
	t.Cleanup(func() { _ = syscall.Close(watch) })
	if _, err := syscall.InotifyAddWatch(watch, path, syscall.IN_OPEN); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		events := make([]byte, 4096)
		for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
			if n, _ := syscall.Read(watch, events); n > 0 {
				return
			}
		}
		t.Fatal("the next process doesn't try the lock")
	}
}
