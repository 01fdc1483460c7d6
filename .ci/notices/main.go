// Notices writes the licences and notices of all that a release links: Go's own
// library and runtime, and each module, as their licences demand of whoever passes
// the program on. A text that several share stands there once.
//
//	go run ./.ci/notices FILE TAGS SYSTEM/ARCHITECTURE...
//
// TAGS are those of the release's build, and a module that one system alone links is
// listed too.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A module is what has a licence of its own.
type module struct{ Path, Version, Dir string }

// A program is what is linked: modules by their paths, and the directories of the
// packages of each. Some packages come from elsewhere, with a licence beside them.
type program struct {
	modules     map[string]module
	directories map[string][]string
}

// fileNames are the files that licences are in, and what Apache-2.0 (4d) wants to
// be passed on with it.
var fileNames = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|copyright)([.-].*)?$`)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 4 {
		log.Fatal("usage: notices FILE TAGS SYSTEM/ARCHITECTURE...")
	}
	var text bytes.Buffer
	p, err := linked(os.Args[2], os.Args[3:])
	if err == nil {
		err = p.write(&text)
	}
	if err == nil {
		err = os.WriteFile(os.Args[1], text.Bytes(), 0o600)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// linked asks the go command what the release's program for each platform holds.
func linked(tags string, platforms []string) (program, error) {
	p := program{map[string]module{}, map[string][]string{}}
	root, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return p, fmt.Errorf("go env: %w", err)
	}
	goroot, version, _ := strings.Cut(strings.TrimSpace(string(root)), "\n")
	p.modules["Go"] = module{"Go's standard library and runtime", version, goroot}
	for _, platform := range platforms {
		system, architecture, _ := strings.Cut(platform, "/")
		list := exec.Command("go", "list", "-deps", "-json=Module,Dir", "-tags", tags, ".")
		list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+architecture)
		output, err := list.Output()
		if err != nil {
			return p, fmt.Errorf("go list for %s: %w", platform, err)
		}
		if err := p.add(output); err != nil {
			return p, err
		}
	}
	return p, nil
}

// add takes in what go list printed. What has no module is Go's own.
func (p program) add(listed []byte) error {
	for decoder := json.NewDecoder(bytes.NewReader(listed)); ; {
		var found struct {
			Dir    string
			Module *struct {
				module
				Main bool
			}
		}
		if err := decoder.Decode(&found); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if m := found.Module; m != nil && !m.Main {
			p.modules[m.Path] = m.module
			p.directories[m.Path] = append(p.directories[m.Path], found.Dir)
		}
	}
}

// write prints each text below whom it is of.
func (p program) write(out io.Writer) error {
	var texts []string
	of := map[string][]string{}
	for _, path := range slices.Sorted(maps.Keys(p.modules)) {
		m := p.modules[path]
		files, err := licences(m.Dir, p.directories[path])
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(files, isLicence) {
			return fmt.Errorf("no licence in %s", m.Path)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			text := strings.TrimSpace(strings.ReplaceAll(string(content), "\r\n", "\n"))
			if of[text] == nil {
				texts = append(texts, text)
			}
			of[text] = append(of[text], fmt.Sprintf("%s %s:%s", m.Path, m.Version, strings.TrimPrefix(file, m.Dir)))
		}
	}
	line := strings.Repeat("-", 80)
	_, err := fmt.Fprintln(out, "docker-credential-secrets holds the following, each under its own licence.")
	for _, text := range texts {
		_, failed := fmt.Fprintf(out, "\n%s\n%s\n%s\n\n%s\n", line, strings.Join(of[text], "\n"), line, text)
		err = cmp.Or(err, failed)
	}
	return err
}

func isLicence(file string) bool {
	return !strings.HasPrefix(strings.ToLower(filepath.Base(file)), "notice")
}

// licences returns the files with licences and notices in a module's directory, in
// those of its linked packages, and between them.
func licences(root string, directories []string) ([]string, error) {
	above := map[string]bool{root: true}
	for _, dir := range directories {
		for ; dir != root && strings.HasPrefix(dir, root); dir = filepath.Dir(dir) {
			above[dir] = true
		}
	}
	var files []string
	for _, dir := range slices.Sorted(maps.Keys(above)) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if entry.Type().IsRegular() && fileNames.MatchString(entry.Name()) {
				files = append(files, filepath.Join(dir, entry.Name()))
			}
		}
	}
	return files, nil
}
