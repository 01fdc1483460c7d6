package clientconfig

import (
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestUpdatesUntilKilled is what TestKillLeavesOneTextOrTheOther starts as a
// process, with a path: it adds and removes an entry there again and again.
func TestUpdatesUntilKilled(t *testing.T) {
	t.Parallel()
	if flag.NArg() == 0 {
		return // no child: a skip would say that something is missing
	}
	for ctx, remove := deadline(t), false; ctx.Err() == nil; remove = !remove {
		change := addOne()
		change.Remove = remove
		update(t, flag.Arg(0), change)
	}
}

func TestKillLeavesOneTextOrTheOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "config.json")
	const without, with = `{"auths":{}}`, `{"auths":{},"credHelpers":{"a.example":"secrets"}}`
	write(t, path, without, 0o644)
	var left int
	for range 20 {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestUpdatesUntilKilled$", path)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		for started := time.Now(); textOf(t, path) == without && time.Since(started) < 5*time.Second; {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(rand.N(5 * time.Millisecond))
		_ = child.Process.Kill()
		_ = child.Wait()
		if text := textOf(t, path); text != without && text != with {
			t.Fatalf("file is %q", text)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			isBeside := entry.Name() != "config.json"
			if mode := modeOf(t, filepath.Join(dir, entry.Name())); runtime.GOOS != "windows" && isBeside != (mode.Perm()&0o77 == 0) {
				t.Errorf("%s has mode %v", entry.Name(), mode)
			}
			if strings.HasPrefix(entry.Name(), besidePrefix(path)) {
				left++
			}
		}
	}
	t.Logf("%d of 20 left a file beside", left)
	needLock(t, dir)
	remove := addOne()
	remove.Remove = true
	for _, change := range []Change{addOne(), remove, addOne()} { // one of the first may be done
		update(t, path, change)
	}
	checkOnly(t, dir, "config.json")
}
