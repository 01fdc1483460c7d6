package helper

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/ecr"
)

// TestAppendToLog has many runs write one log at once.
func TestAppendToLog(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	line := strings.Repeat("x", 200) + "\n"
	var writing sync.WaitGroup
	const runs = 50
	for range runs {
		writing.Go(func() {
			if err := AppendToLog(path, line); err != nil {
				t.Error(err)
			}
		})
	}
	writing.Wait()
	content, err := os.ReadFile(path)
	if want := strings.Repeat(line, runs); err != nil || string(content) != want {
		t.Errorf("%d bytes, %v, want %d", len(content), err, len(want))
	}
}

// TestAppendToLogOfOthers refuses what isn't a file: a link may lead to one of
// another program.
func TestAppendToLogOfOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	other, link, dangling := filepath.Join(dir, "other"), filepath.Join(dir, "link"), filepath.Join(dir, "dangling")
	if err := errors.Join(os.WriteFile(other, nil, 0o600), os.Symlink(other, link), os.Symlink(filepath.Join(dir, "none"), dangling)); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{link, dangling, dir, filepath.Join(dir, "none", "log")} {
		if err := AppendToLog(path, "text"); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if content, err := os.ReadFile(other); err != nil || len(content) > 0 {
		t.Errorf("the file behind the link holds %q, %v", content, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
		t.Error("the file behind the dangling link was made")
	}
}

// TestLogReplacedByALink has a link in the place of the file that was looked at.
func TestLogReplacedByALink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	other, link := filepath.Join(dir, "other"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(other, nil, 0o600), os.Symlink(other, link)); err != nil {
		t.Skip(err)
	}
	before, err := os.Stat(other) // so that it is the same file
	if err != nil {
		t.Fatal(err)
	}
	if err := appendToFile(link, "text", os.O_WRONLY|os.O_APPEND, before); err == nil {
		t.Error("no error")
	}
	if content, err := os.ReadFile(other); err != nil || len(content) > 0 {
		t.Errorf("the file behind the link holds %q, %v", content, err)
	}
}

// TestLogThatHangs has the answer written, and the run end, however long the log's
// file takes.
func TestLogThatHangs(t *testing.T) {
	t.Parallel()
	p := programIn(append(secret("A", "a.example", "u"), debugVariable+"="+filepath.Join(t.TempDir(), "log"))...)
	var out, notes strings.Builder
	p.Stdin, p.Stdout, p.Stderr = strings.NewReader("a.example"), &out, &notes
	p.Append = func(string, string) error {
		if out.Len() == 0 {
			t.Error("the log comes before the answer")
		}
		select {}
	}
	ended := make(chan int)
	go func() {
		run, _ := p.Start([]string{"get"})
		ended <- run.Finish(ecr.Token{}, nil)
	}()
	select {
	case status := <-ended:
		if status != 0 || !strings.Contains(notes.String(), "does not answer") {
			t.Errorf("status %d, note %q", status, notes.String())
		}
	case <-time.After(time.Minute):
		t.Error("the run does not end")
	}
}
