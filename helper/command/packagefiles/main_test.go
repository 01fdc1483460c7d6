package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper/command"
)

// TestWrite looks for a page of each command and a script of each shell, the
// same for the same date.
func TestWrite(t *testing.T) {
	t.Parallel()
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	const name = "docker-credential-secrets"
	want := map[string]string{
		"man/" + name + ".1":            `.TH "DOCKER-CREDENTIAL-SECRETS" "1" "Jan 2026"`,
		"completions/" + name + ".bash": "__complete",
		"completions/" + name + ".zsh":  "#compdef " + name,
		"completions/" + name + ".fish": "complete -c " + name,
		"completions/" + name + ".ps1":  "Register-ArgumentCompleter",
	}
	for _, typed := range (command.Program{}).Commands().Commands() {
		if typed.IsAvailableCommand() {
			want["man/"+name+"-"+typed.Name()+".1"] = typed.Short
		}
	}
	for file, part := range maps.Clone(want) {
		if filepath.Dir(file) == "man" {
			want[file+".gz"] = part
		}
	}
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		if err := run([]string{dir, date.Format(time.RFC3339)}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(first, "*", "*"))
	if err != nil || len(files) != len(want) {
		t.Errorf("%d files, want %d: %v", len(files), len(want), err)
	}
	for file, part := range want {
		content, err := os.ReadFile(filepath.Join(first, file))
		if err != nil || !strings.Contains(plain(t, file, content), part) {
			t.Errorf("%s: %v, %q is not in it", file, err, part)
		}
		again, err := os.ReadFile(filepath.Join(second, file))
		if err != nil || string(again) != string(content) {
			t.Errorf("%s is another the second time (%v)", file, err)
		}
	}
}

// plain returns the text of a file, which may be compressed, and nothing that differs
// from one machine to the next is told beside it.
func plain(t *testing.T, file string, content []byte) string {
	t.Helper()
	if filepath.Ext(file) != ".gz" {
		return string(content)
	}
	reader, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if reader.Name != "" || !reader.ModTime.IsZero() {
		t.Errorf("%s tells the name %q and the time %v", file, reader.Name, reader.ModTime)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {t.TempDir()}, {t.TempDir(), "today"}} {
		if err := run(args); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
