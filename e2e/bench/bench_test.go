package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpreadOf(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sample []float64
		want   spread
	}{
		"one":                {[]float64{3}, spread{3, 3, 3}},
		"two":                {[]float64{20, 10}, spread{11, 15, 19}},
		"eleven, not sorted": {[]float64{11, 1, 10, 2, 9, 3, 8, 4, 7, 5, 6}, spread{2, 6, 10}},
		"one far off":        {[]float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1000}, spread{1, 1, 1}},
	} {
		sample := append([]float64(nil), test.sample...)
		approximate := cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })
		if diff := cmp.Diff(test.want, spreadOf(sample), cmp.AllowUnexported(spread{}), approximate); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
		if diff := cmp.Diff(test.sample, sample); diff != "" {
			t.Errorf("%s: the sample was changed: -want +got\n%s", name, diff)
		}
	}
}

func TestRatios(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]float64{2, 0.5}, ratios([]float64{4, 4}, []float64{2, 8})); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	environ := environment(1000, plainSecrets(10)...)
	names, secrets := map[string]bool{}, 0
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		names[name] = true
		if strings.HasSuffix(name, "_CONTAINER_REGISTRY_SERVER") {
			secrets++
		}
	}
	if len(environ) != 1000 || len(names) != 1000 || secrets != 10 {
		t.Errorf("%d variables of %d names, %d secrets", len(environ), len(names), secrets)
	}
}

// Two subjects in one home would find each other's cache.
func TestSubjectsHaveTheirOwnHomes(t *testing.T) {
	t.Parallel()
	s := stage{world: testWorld(t)}
	homes := map[string]string{}
	for _, subject := range append(s.helpers(), s.misses()...) {
		label := subject.program.name + " " + subject.asked
		for _, entry := range subject.command.environ {
			home, ok := strings.CutPrefix(entry, "HOME=")
			if !ok {
				continue
			}
			if other, taken := homes[home]; taken || home != subject.home {
				t.Errorf("%s lives in %s, which is that of %q", label, home, other)
			}
			homes[home] = label
		}
	}
	for _, crowd := range s.crowds() {
		if other, taken := homes[crowd.home]; taken {
			t.Errorf("a crowd lives in %s, which is that of %q", crowd.home, other)
		}
	}
}

func testWorld(t *testing.T) *world {
	t.Helper()
	w, err := newWorld(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.server.Close() })
	return w
}

func TestREADMEHasRoomForResults(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	once, ok := replaceResults(string(content), "| a table |\n")
	if !ok || strings.Count(once, "| a table |") != 1 {
		t.Fatalf("the results are not put between their two lines: %v", ok)
	}
	back, ok := replaceResults(once, "")
	twice, _ := replaceResults(back, "| a table |\n")
	if diff := cmp.Diff(once, twice); !ok || diff != "" {
		t.Errorf("writing the results again changes the rest: -want +got\n%s", diff)
	}
	for name, text := range map[string]string{"no line": "", "the first only": resultsBegin, "the wrong order": resultsEnd + resultsBegin} {
		if _, ok := replaceResults(text, ""); ok {
			t.Errorf("%s: results are put where no place is", name)
		}
	}
}

func TestWriteReport(t *testing.T) {
	t.Parallel()
	moduleDir := t.TempDir()
	dir := filepath.Join(moduleDir, "e2e", "bench")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	readme := filepath.Join(dir, "README.md")
	r := report{machine: "a machine", helpers: []measurement{{subject: subject{program: program{name: "a & b"}, asked: "get"}}}}
	if err := writeReport(moduleDir, r); err == nil {
		t.Error("a report is written into a README that does not exist")
	}
	for _, content := range []string{"Words.\n", "Words.\n" + resultsBegin + resultsEnd} {
		if err := os.WriteFile(readme, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err, framed := writeReport(moduleDir, r), strings.Contains(content, resultsEnd); (err == nil) != framed {
			t.Errorf("into %q: error %v", content, err)
		}
	}
	for path, want := range map[string]string{readme: "](chart.svg)\n\nMeasured on a machine.", filepath.Join(dir, "chart.svg"): "a &amp; b: get"} {
		if content, err := os.ReadFile(path); err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s lacks %q: %v", filepath.Base(path), want, err)
		}
	}
}

func TestShortVersion(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"v0.12.0": "0.12.0", "v2.2.1": "2.2.1", "v1.0.0-rc.1": "1.0.0-rc.1", "v0.0.0-20230304212654-82a0ddb27589": "82a0ddb27589",
	} {
		if got := shortVersion(version); got != want {
			t.Errorf("%s: got %s, want %s", version, got, want)
		}
	}
}
