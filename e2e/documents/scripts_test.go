package documents

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// A step is of a job of GitHub Actions or Azure Pipelines.
type step struct {
	Uses   string            `json:"uses"`
	Run    string            `json:"run"`
	Script string            `json:"script"`
	Env    map[string]string `json:"env"`
}

// exports returns the commands that set variables.
func exports(variables map[string]string) string {
	var script strings.Builder
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		fmt.Fprintf(&script, "export %s='%s'\n", name, variables[name])
	}
	return script.String()
}

// actionsScript does what a runner of GitHub does with a job: secrets are filled in, and each step has what the steps before
// wrote to GITHUB_ENV. Of the action for the setup only what it does at the end is done here: it has tests of its own.
func actionsScript(text string) (string, error) {
	var job struct {
		Env   map[string]string `json:"env"`
		Steps []step            `json:"steps"`
	}
	if err := yaml.Unmarshal([]byte(text), &job); err != nil {
		return "", err
	}
	script := exports(job.Env)
	for _, step := range job.Steps {
		switch {
		case strings.Contains(step.Uses, "/.github/actions/setup@"):
			script += "docker-credential-secrets configure\n"
		case step.Uses != "":
			return "", errors.New("an action that is not known here: " + step.Uses)
		default:
			script += exports(step.Env) + step.Run + "\nset -a; . \"$GITHUB_ENV\"; set +a\n"
		}
	}
	return filled(script, `\$\{\{ secrets\.(\w+) \}\}`)
}

func azureScript(text string) (string, error) {
	var job struct {
		Steps []step `json:"steps"`
	}
	if err := yaml.Unmarshal([]byte(text), &job); err != nil {
		return "", err
	}
	var script string
	for _, step := range job.Steps {
		script += exports(step.Env) + step.Script + "\n"
	}
	return filled(script, `\$\((\w+)\)`)
}

// filled puts the secrets of a CI system's project in the place of their names.
func filled(script, pattern string) (string, error) {
	values := map[string]string{"ACR_USER": "acr-user", "ACR_PASSWORD": "...", "acrUser": "acr-user", "acrPassword": "..."}
	var unknown error
	script = regexp.MustCompile(pattern).ReplaceAllStringFunc(script, func(found string) string {
		name := regexp.MustCompile(pattern).FindStringSubmatch(found)[1]
		if values[name] == "" {
			unknown = errors.New("a secret that is not known here: " + name)
		}
		return values[name]
	})
	return script, unknown
}

func gitlabScript(text string) (string, error) {
	var jobs map[string]struct {
		Variables map[string]string `json:"variables"`
		Script    []string          `json:"script"`
	}
	if err := yaml.Unmarshal([]byte(text), &jobs); err != nil {
		return "", err
	}
	var script string
	for _, job := range jobs {
		script += exports(job.Variables) + strings.Join(job.Script, "\n") + "\n"
	}
	return script, nil
}

// cronScript runs the command of each line of a crontab with the variables above it.
func cronScript(text string) (string, error) {
	var script string
	for line := range strings.Lines(text) {
		name, value, isVariable := strings.Cut(strings.TrimSpace(line), "=")
		switch fields := strings.Fields(line); {
		case isVariable && name == "PATH":
			script += fmt.Sprintf("export PATH=\"${PATH%%%%:*}\":%s\n", value) // the stand-ins stay first
		case isVariable && !strings.Contains(name, " "):
			script += fmt.Sprintf("export %s='%s'\n", name, value)
		case len(fields) > 5:
			script += strings.Join(fields[5:], " ") + "\n"
		default:
			return "", errors.New("this is no line of a crontab: " + line)
		}
	}
	return script, nil
}

// serviceScript starts what a unit of systemd starts, with its variables and credentials.
func serviceScript(text string) (string, error) {
	script := "mkdir \"$HOME/credentials\"\n"
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch name {
		case "[Service]":
		case "Environment":
			script += fmt.Sprintf("export %s\n", strings.ReplaceAll(value, "%d", "$HOME/credentials"))
		case "LoadCredential":
			id, path, _ := strings.Cut(value, ":")
			script += fmt.Sprintf("cp %s \"$HOME/credentials/%s\"\n", path, id)
		case "ExecStart":
			script += value + "\n"
		default:
			return "", errors.New("a setting that is not known here: " + name)
		}
	}
	return script, nil
}
