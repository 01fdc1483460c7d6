// Packagefiles writes what a release holds beside the program: a manual page
// for each command, plain and as Linux packages have it, and each shell's completion
// script.
//
//	go run ./helper/command/packagefiles DIRECTORY DATE
//
// The date, in RFC 3339's form, is that of the pages. It is a program of its
// own so that nothing of the pages' maker is in the one that is released.
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra/doc"

	"github.com/docker-credential-secrets/docker-credential-secrets/helper"
	"github.com/docker-credential-secrets/docker-credential-secrets/helper/command"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "packagefiles:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("give a directory and a date, as 2006-01-02T15:04:05Z")
	}
	date, err := time.Parse(time.RFC3339, args[1])
	if err != nil {
		return err
	}
	return write(args[0], date)
}

func write(dir string, date time.Time) error {
	manual, completions := filepath.Join(dir, "man"), filepath.Join(dir, "completions")
	for _, dir := range []string{manual, completions} {
		if err := os.MkdirAll(dir, 0o750); err != nil { //nolint:gosec // where to write is the caller's choice
			return err
		}
	}
	root := command.Program{}.Commands()
	header := &doc.GenManHeader{Date: &date, Source: helper.Name}
	script := func(extension string) string { return filepath.Join(completions, helper.Name+"."+extension) }
	return errors.Join(
		doc.GenManTree(root, header, manual),
		compress(manual),
		root.GenBashCompletionFileV2(script("bash"), true),
		root.GenZshCompletionFile(script("zsh")),
		root.GenFishCompletionFile(script("fish"), true),
		root.GenPowerShellCompletionFileWithDesc(script("ps1")),
	)
}

// compress puts each page's gzip beside it: the smallest, without a name or a time, as
// Debian wants manual pages.
func compress(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	pages, err := fs.Glob(root.FS(), "*.1")
	for _, page := range pages {
		text, failed := root.ReadFile(page)
		var compressed bytes.Buffer
		writer, _ := gzip.NewWriterLevel(&compressed, gzip.BestCompression) // an error is one of the level
		_, _ = writer.Write(text)                                           // to memory, so that Close has no error either
		_ = writer.Close()
		err = errors.Join(err, failed, root.WriteFile(page+".gz", compressed.Bytes(), 0o600))
	}
	return errors.Join(err, root.Close())
}
