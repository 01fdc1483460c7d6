package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/buildhelper"
)

// client starts the process that pulls. That process sees the environment given here and nothing of the demo's own.
type client struct {
	executable string
	dir        string
	environ    []string
	caPath     string
}

// newClient builds the helper into a directory that is the client's whole PATH.
func newClient(ctx context.Context, dir string) (*client, error) {
	executable, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the demo's own program: %v", err)
	}
	helper, err := buildhelper.Build(ctx, filepath.Join(dir, "bin"))
	if err != nil {
		return nil, err
	}
	return &client{executable: executable, dir: dir, environ: []string{"PATH=" + filepath.Dir(helper)}}, nil
}

// configure writes Docker's config.json and sets the client's environment.
func (c *client) configure(servers *servers, secrets []secret) error {
	helpers := map[string]string{}
	for _, host := range servers.hosts() {
		helpers[host] = "secrets"
	}
	config, err := json.MarshalIndent(map[string]any{"credHelpers": helpers}, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding Docker's configuration: %v", err)
	}
	if err := os.WriteFile(filepath.Join(c.dir, "config.json"), config, 0o600); err != nil {
		return fmt.Errorf("writing Docker's configuration: %v", err)
	}
	c.caPath = servers.ca.Path()
	c.environ = append(c.environ,
		"HOME="+c.dir,
		"DOCKER_CONFIG="+c.dir,
		"DOCKER_CREDENTIAL_SECRETS_CACHE="+filepath.Join(c.dir, "cache"),
		"HTTPS_PROXY="+servers.proxy.URL(),
		"AWS_CA_BUNDLE="+c.caPath,
	)
	for _, secret := range secrets {
		c.environ = append(c.environ, secret.variables().Entries()...)
	}
	return nil
}

// pull runs the client once.
func (c *client) pull(ctx context.Context, images []string) ([]pull, error) {
	cmd := exec.CommandContext(ctx, c.executable, append([]string{clientWord, c.caPath}, images...)...)
	cmd.Dir = c.dir
	cmd.Env = c.environ
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if line := lastLine(stderr.String()); line != "" {
			return nil, errors.New(strings.TrimPrefix(line, program+": "))
		}
		return nil, fmt.Errorf("running the client: %v", err)
	}
	var pulls []pull
	if err := json.Unmarshal(stdout.Bytes(), &pulls); err != nil {
		return nil, fmt.Errorf("reading what the client did: %v", err)
	}
	return pulls, nil
}

// lastLine returns the client's own line, which comes after those that the helper wrote.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}
