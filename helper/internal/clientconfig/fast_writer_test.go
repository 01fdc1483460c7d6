package clientconfig

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestAFastWriterLosesNothing lets another program log in as fast as it can
// while entries are added and removed. Where files can't be swapped (see
// replace), a moment remains in which it may lose one.
func TestAFastWriterLosesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	write(t, path, `{"auths": {}}`, 0o600)
	needSwap(t)
	var isOver atomic.Bool
	updated := make(chan int)
	go func() {
		n := 0
		for ; !isOver.Load(); n++ {
			change := addOne()
			change.Remove = n%2 == 1
			if _, _, err := UpdateFile(deadline(t), path, change.Apply); err != nil {
				t.Error(err)
			}
		}
		updated <- n
	}()
	const logins = 300
	lost := 0
	for n := range logins {
		put(t, path, fmt.Sprintf(`{"auths": {}, "login": %d}`, n))
		time.Sleep(3 * time.Millisecond)
		// A read may fall on the moment of a swap; what is lost stays lost.
		want := fmt.Sprintf(`"login": %d`, n)
		for patience := time.Now().Add(5 * time.Second); !strings.Contains(textOf(t, path), want); {
			if time.Now().After(patience) {
				lost++
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
	isOver.Store(true)
	t.Logf("%d of %d logins lost among %d changes", lost, logins, <-updated)
	if lost > 0 {
		t.Errorf("%d of %d logins lost", lost, logins)
	}
}
