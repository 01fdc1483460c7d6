//go:build linux

package documents

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/environ"
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

// TestCommandsDoWhatTheySay runs the blocks. A path of /etc or of the home of a person called me is one below the run's
// own home, and the dots of an access key are those of a key that the stand-in of AWS knows.
func TestCommandsDoWhatTheySay(t *testing.T) {
	t.Parallel()
	testenv.Need(t, "bash", "curl", "jq", "sha256sum")
	stage := newStage(t)
	for _, document := range documents(t) {
		for _, block := range document.blocks {
			if run, ok := runs()[block.name]; ok {
				t.Run(strings.ReplaceAll(block.name, "/", "-"), func(t *testing.T) {
					t.Parallel()
					stage.run(t, run, block.text)
				})
			}
		}
	}
}

func (s *stage) run(t *testing.T, run run, text string) {
	t.Helper()
	script := text
	if run.as != nil {
		var err error
		script, err = run.as(text)
		testenv.Must(t, err)
	}
	home := t.TempDir()
	s.writeHome(t, home)
	script = strings.NewReplacer(
		"/home/me/", home+"/", "/etc/", home+"/etc/",
		"=AKIA...", "="+s.identity.AccessKeyID, "ECR_CONTAINER_REGISTRY_PASSWORD=...", "ECR_CONTAINER_REGISTRY_PASSWORD="+s.identity.SecretAccessKey,
	).Replace(run.before + script)
	cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", script)
	cmd.Dir = home
	cmd.Env = s.environ(home).With(environ.Vars{
		"JOB_TOKEN": s.issuer.Token(jobSubject, time.Now().Add(tokenLength)),
	}).Entries()
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s\n%s", err, script, said)
	}
	for _, want := range run.wants {
		if !strings.Contains(string(said), want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	if holding, _, err := new(testenv.Planted).Files(filepath.Join(home, "cache"), s.aws.Tokens()...); err != nil || len(holding) > 0 {
		t.Errorf("a token in the clear: %q, %v", holding, err)
	}
}
