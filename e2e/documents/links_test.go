package documents

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestLinksLeadSomewhere looks at the links within the module: the file is there, and the heading in it.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	headings := map[string][]string{}
	all := documents(t)
	for _, document := range all {
		headings[document.path] = document.headings
	}
	link := regexp.MustCompile(`\]\(([^)\s]+)\)|(?:srcset|src)="([^"]+)"`)
	for _, document := range all {
		for _, found := range link.FindAllStringSubmatch(document.text, -1) {
			target := found[1] + found[2]
			if strings.Contains(target, "://") {
				continue
			}
			file, anchor, _ := strings.Cut(target, "#")
			page := document.path
			if file != "" {
				page = path.Join(path.Dir(document.path), file)
			}
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(page))); err != nil {
				t.Errorf("%s: the link %s leads nowhere", document.path, target)
			} else if anchor != "" && !slices.Contains(headings[page], anchor) {
				t.Errorf("%s: the link %s names no heading", document.path, target)
			}
		}
	}
}
