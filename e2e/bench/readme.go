package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// What lies between these lines of the README is written by this program.
const (
	resultsBegin = "<!-- results: written by go run ./e2e/bench -write -->\n"
	resultsEnd   = "<!-- end of results -->\n"
)

// writeReport puts the report into the README of this package, and its chart beside it.
func writeReport(moduleDir string, r report) error {
	dir := filepath.Join(moduleDir, "e2e", "bench")
	readme := filepath.Join(dir, "README.md")
	content, err := os.ReadFile(readme)
	if err != nil {
		return fmt.Errorf("reading the README: %v", err)
	}
	results := "\n![wall time of one start, beside an empty Go program](chart.svg)\n\n" + r.markdown() + "\n"
	updated, ok := replaceResults(string(content), results)
	if !ok {
		return fmt.Errorf("writing the README: it lacks the line %q or the line %q", resultsBegin, resultsEnd)
	}
	for path, content := range map[string]string{readme: updated, filepath.Join(dir, "chart.svg"): chart(r.helpers)} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			return fmt.Errorf("writing the report: %v", err)
		}
	}
	return nil
}

// replaceResults puts results between the two lines that frame them.
func replaceResults(text, results string) (string, bool) {
	before, rest, begins := strings.Cut(text, resultsBegin)
	_, after, ends := strings.Cut(rest, resultsEnd)
	return before + resultsBegin + results + resultsEnd + after, begins && ends
}
