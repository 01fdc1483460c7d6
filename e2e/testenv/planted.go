package testenv

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Planted are the texts that no output and no file may hold, secrets above all. Its methods may be called from several
// goroutines.
type Planted struct {
	// More returns texts that come up while the test runs, as the tokens of an endpoint; nil if there are none.
	More func() []string

	mu    sync.Mutex
	forms map[string][]string // of each text
}

// Add plants texts. Empty ones, as of a secret without a session token, are no texts.
func (p *Planted) Add(texts ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.forms == nil {
		p.forms = map[string][]string{}
	}
	for _, text := range texts {
		if text != "" && p.forms[text] == nil {
			p.forms[text] = forms(text)
		}
	}
}

// In reports whether a planted text is in another one, as it is or within base64.
func (p *Planted) In(text string) bool { return containsAny(text, p.all()) }

// Files returns the files below a directory that hold a planted text, or one of more, in their name or their content, as
// it is or within base64, and how many were searched. A file whose name ends with .secret is meant to hold one.
func (p *Planted) Files(dir string, more ...string) (holding []string, searched int, err error) {
	all := p.all()
	for _, text := range more {
		all = append(all, forms(text)...)
	}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a process that is still there removed it
		}
		if err != nil || !entry.Type().IsRegular() || strings.HasSuffix(path, ".secret") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		searched++
		if containsAny(entry.Name(), all) || containsAny(string(content), all) {
			holding = append(holding, path)
		}
		return nil
	})
	return holding, searched, err
}

// all returns every form of every text.
func (p *Planted) all() []string {
	if p.More != nil {
		p.Add(p.More()...)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, forms := range p.forms {
		all = append(all, forms...)
	}
	return all
}

// forms returns what shows a text: the text, and the part of any base64 that holds it, wherever in there it begins.
func forms(text string) []string {
	all := []string{text}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			coded := encoding.EncodeToString([]byte(strings.Repeat("x", before) + text))
			// The first and the last characters hold bits of the neighbours too.
			coded = coded[(before*8+5)/6:]
			if (before+len(text))%3 != 0 {
				coded = coded[:len(coded)-1]
			}
			all = append(all, coded)
		}
	}
	return all
}

func containsAny(text string, some []string) bool {
	for _, one := range some {
		if strings.Contains(text, one) {
			return true
		}
	}
	return false
}
