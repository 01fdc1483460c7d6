package documents

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestNamedCommandsExist looks each command of the program's up, with its flags, that a document names in a sentence or a
// block: in the program's own help.
func TestNamedCommandsExist(t *testing.T) {
	t.Parallel()
	program := testenv.Helper(t)
	helps := map[string]string{}
	help := func(command string) string {
		if _, asked := helps[command]; !asked {
			said, err := exec.CommandContext(t.Context(), program, command, "--help").CombinedOutput()
			if err != nil {
				said = nil
			}
			helps[command] = string(said)
		}
		return helps[command]
	}
	named := regexp.MustCompile("\\bdocker-credential-secrets ((?:-v|--version|[a-z]+)(?: [^`;|&\n]*)?)")
	flags := regexp.MustCompile(`--[a-z-]+`)
	count := 0
	for _, document := range documents(t) {
		places := regexp.MustCompile("`[^`\n]*`").FindAllString(document.text, -1)
		for _, block := range document.blocks {
			places = append(places, block.text)
		}
		for _, use := range named.FindAllStringSubmatch(strings.Join(places, "\n"), -1) {
			command, arguments, _ := strings.Cut(use[1], " ")
			count++
			said := help(command)
			if said == "" {
				t.Errorf("%s: there is no command %s", document.path, command)
			}
			for _, flag := range flags.FindAllString(arguments, -1) {
				if !strings.Contains(said, flag) {
					t.Errorf("%s: %s has no flag %s", document.path, command, flag)
				}
			}
		}
	}
	if count < 20 {
		t.Errorf("%d commands were found, want 20 or more", count)
	}
}

// TestNamedVariablesAreRead compares the variables of secrets in all blocks with the table of the README, which other
// tests compare with the code.
func TestNamedVariablesAreRead(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(`\b[A-Z]+_CONTAINER_REGISTRY_([A-Z_]+)\b`)
	all := documents(t)
	table := regexp.MustCompile("`<P>_CONTAINER_REGISTRY_([A-Z_]+)`")
	fields := map[string]bool{}
	for _, document := range all {
		if document.path == "README.md" {
			for _, field := range table.FindAllStringSubmatch(document.text, -1) {
				fields[field[1]] = true
			}
		}
	}
	for _, document := range all {
		for _, block := range document.blocks {
			for _, name := range pattern.FindAllStringSubmatch(block.text, -1) {
				if !fields[strings.TrimSuffix(name[1], "_FILE")] {
					t.Errorf("%s: %s is not read", block.name, name[0])
				}
			}
		}
	}
}
