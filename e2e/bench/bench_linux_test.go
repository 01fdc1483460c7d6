package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestBench measures the programs of this module as main does all of them.
func TestBench(t *testing.T) {
	t.Parallel()
	testenv.Must(t, buildhelper.ReadSources("."))
	b, err := newBench(t.TempDir())
	testenv.Must(t, err)
	for _, key := range []string{"empty", "serve", "launch", "released"} {
		testenv.Must(t, b.build(key))
	}
	r := report{rounds: 2, helpers: append(b.helpers()[:2], b.ours("released")...), misses: b.misses()[:1], crowds: b.crowds()[:2]}
	testenv.Must(t, b.measure(r.rounds, append(r.helpers, r.misses...), r.crowds))
	readme := filepath.Join(t.TempDir(), "README.md")
	testenv.Must(t, os.WriteFile(readme, []byte("before\n"+resultsBegin+"old\n"+resultsEnd+"after\n"), 0o600))
	testenv.Must(t, r.write(filepath.Dir(readme)))
	content, err := os.ReadFile(readme)
	testenv.Must(t, err)
	for part, want := range map[string]int{
		"before\n" + resultsBegin: 1, resultsEnd + "after\n": 1, "\nold\n": 0, "| **1.00** | 1.00 | 1.00 | 1.00 |": 2,
		" | 2 of 2 |": 9, " | 1 | 2 of 2 |": 1, " | 0 | 50 of 50 |": 2, " | 1 | 50 of 50 |": 1,
	} {
		if got := strings.Count(string(content), part); got != want {
			t.Errorf("%q stands %d times in the report, want %d:\n%s", part, got, want, content)
		}
	}
	if got := strings.Count(r.chart(), "<rect "); got != len(r.helpers) {
		t.Errorf("%d bars, want %d", got, len(r.helpers))
	}
	other := *r.helpers[1]
	other.status = 1
	if err := b.measure(1, []*subject{&other}, nil); err == nil || strings.Contains(err.Error(), "constant\"") {
		t.Errorf("error %v, want one of another answer, without it", err)
	}
	if got, want := spreadOf([]float64{11, 1, 10, 2, 9, 3, 8, 4, 7, 5, 6}), (spread{2, 6, 10}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}
