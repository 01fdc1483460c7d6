package documents

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// samples returns how a sample of each language is read.
func samples() map[string]func(text string) error {
	return map[string]func(string) error{
		"json": func(text string) error {
			if !json.Valid([]byte(text)) {
				return errors.New("it is no JSON")
			}
			return nil
		},
		"yaml": func(text string) error {
			for part := range strings.SplitSeq(text, "\n---\n") {
				var content any
				if err := yaml.UnmarshalStrict([]byte(part), &content); err != nil {
					return err
				}
				if _, isText := content.(string); isText || content == nil {
					return errors.New("it has no fields")
				}
			}
			return nil
		},
		"mermaid": readSequence,
	}
}

// readSequence knows what the documents use of Mermaid's sequence diagrams (https://mermaid.js.org/syntax/sequenceDiagram.html).
func readSequence(text string) error {
	text, found := strings.CutPrefix(regexp.MustCompile(`^%%\{init: .*\}%%\n`).ReplaceAllString(text, ""), "sequenceDiagram\n")
	if !found {
		return errors.New("it is no sequence diagram")
	}
	known := regexp.MustCompile(`^ *(opt \S.*|end|[a-zA-Z ]+--?>>[a-zA-Z ]+: \S.*)\n$`)
	for line := range strings.Lines(text) {
		if !known.MatchString(line) {
			return errors.New("this is no message, and no part: " + line)
		}
	}
	if opened, closed := strings.Count(text, " opt "), strings.Count(text, " end\n"); opened != closed {
		return fmt.Errorf("%d parts are opened, and %d are closed", opened, closed)
	}
	return nil
}

func TestSamplesParse(t *testing.T) {
	t.Parallel()
	for _, document := range documents(t) {
		for _, block := range document.blocks {
			if read := samples()[block.language]; read != nil {
				if err := read(block.text); err != nil {
					t.Errorf("%s: %v", block.name, err)
				}
			}
		}
	}
}

// TestWorkflowsAreWorkflows gives each sample for GitHub Actions to actionlint, in the workflow that it is a part of.
func TestWorkflowsAreWorkflows(t *testing.T) {
	t.Parallel()
	testenv.Need(t, "actionlint")
	count := 0
	for _, document := range documents(t) {
		for _, block := range document.blocks {
			workflow, ok := workflowOf(block)
			if !ok {
				continue
			}
			count++
			path := filepath.Join(t.TempDir(), "workflow.yaml")
			testenv.Must(t, os.WriteFile(path, []byte(workflow), 0o600))
			said, err := exec.CommandContext(t.Context(), "actionlint", "-shellcheck=", "-pyflakes=", path).CombinedOutput()
			if err != nil {
				t.Errorf("%s: %v\n%s", block.name, err, said)
			}
		}
	}
	if count < 2 {
		t.Errorf("%d samples for GitHub Actions were found, want 2 or more", count)
	}
}

// workflowOf completes a sample that is a part of a workflow: one with a job, the steps of one, or those among others.
func workflowOf(b block) (workflow string, ok bool) {
	text := b.text
	isSteps := regexp.MustCompile(`^ *- (if|run|uses|env): `).MatchString(text)
	switch {
	case b.language != "yaml" || !isSteps && !strings.Contains(text, "- uses: "):
		return "", false
	case strings.Contains(text, "\njobs:\n"):
		return text, true
	case isSteps:
		text = "steps:\n" + text
	}
	return fmt.Sprintf("on: push\njobs:\n  job:\n    runs-on: ubuntu-24.04\n    %s\n",
		strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ")), true
}
