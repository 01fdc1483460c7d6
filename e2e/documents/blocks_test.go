package documents

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// root is the directory of the module.
const root = "../.."

// A document is a page for people.
type document struct {
	path     string // relative to root, with slashes
	text     string // without its fenced blocks
	headings []string
	blocks   []block
}

// A block is what stands between fences.
type block struct {
	// name is the document and the heading above, as a link to it; the second block of a heading ends in "/2".
	name, language, text string
}

// documents returns every page of the module.
func documents(t *testing.T) []document {
	t.Helper()
	var all []document
	testenv.Must(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".md") {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		all = append(all, parse(filepath.ToSlash(relative), string(content)))
		return err
	}))
	return all
}

func parse(path, content string) document {
	d := document{path: path}
	var anchor string
	var open *block
	count := 0
	for line := range strings.Lines(content) {
		line := strings.TrimRight(line, "\r\n")
		switch fence := strings.HasPrefix(line, "```"); {
		case fence && open != nil:
			d.blocks = append(d.blocks, *open)
			open = nil
		case fence:
			count++
			open = &block{name: path + "#" + anchor, language: strings.TrimPrefix(line, "```")}
			if count > 1 {
				open.name += fmt.Sprintf("/%d", count)
			}
		case open != nil:
			open.text += line + "\n"
		default:
			d.text += line + "\n"
			if title := strings.TrimLeft(line, "#"); title != line {
				anchor, count = anchorOf(title), 0
				d.headings = append(d.headings, anchor)
			}
		}
	}
	if open != nil {
		d.blocks = append(d.blocks, *open)
	}
	return d
}

// anchorOf returns a heading as GitHub names it in links.
func anchorOf(title string) string {
	title = strings.ToLower(strings.TrimSpace(title))
	title = regexp.MustCompile(`[^\p{L}\p{N}_ -]`).ReplaceAllString(title, "")
	return strings.ReplaceAll(title, " ", "-")
}

// TestEveryBlockIsAccountedFor: it is run, parsed, or listed with a reason.
func TestEveryBlockIsAccountedFor(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for name := range runs() {
		known[name] = false
	}
	for name := range notRun() {
		known[name] = false
	}
	for _, document := range documents(t) {
		for _, block := range document.blocks {
			_, listed := known[block.name]
			if !listed && samples()[block.language] == nil {
				t.Errorf("%s: add a run, or the reason why there is none:\n%s", block.name, block.text)
			}
			known[block.name] = true
		}
		if regexp.MustCompile(`(?m)^\n {4}\S`).MatchString(document.text) {
			t.Errorf("%s: an indented block has no language: fence it", document.path)
		}
	}
	for name, exists := range known {
		if !exists {
			t.Errorf("%s is listed, and no document has it", name)
		}
	}
	for name := range notRun() {
		if _, both := runs()[name]; both {
			t.Errorf("%s is both run and not", name)
		}
	}
}
