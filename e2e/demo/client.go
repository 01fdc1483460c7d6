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
	"github.com/docker-credential-secrets/docker-credential-secrets/e2e/testenv"
)

const helperName = "docker-credential-secrets"

// client starts the process that pulls. That process sees the environment given here and nothing of the demo's own.
type client struct {
	executable string
	helper     string
	home       string
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
	home := filepath.Join(dir, "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		return nil, fmt.Errorf("making the client's home: %v", err)
	}
	return &client{executable: executable, helper: helper, home: home}, nil
}

// setSecrets sets the client's environment, with the credentials that the servers take now.
func (c *client) setSecrets(servers *servers) { c.setEnviron(servers, servers.secrets()) }

func (c *client) setEnviron(servers *servers, secrets []secret) {
	c.caPath = servers.ca.Path()
	c.environ = []string{
		"PATH=" + filepath.Dir(c.helper),
		"HOME=" + c.home,
		"DOCKER_CONFIG=" + c.home,
		"DOCKER_CREDENTIAL_SECRETS_CACHE=" + filepath.Join(c.home, "cache"),
		"HTTPS_PROXY=" + servers.proxy.URL(),
		"AWS_CA_BUNDLE=" + c.caPath,
	}
	for _, secret := range secrets {
		c.environ = append(c.environ, secret.variables().Entries()...)
	}
}

// runHelper runs the helper as a person does, in the client's environment.
func (c *client) runHelper(ctx context.Context, command string) error {
	_, err := c.run(ctx, c.helper, command)
	if err != nil {
		return fmt.Errorf("running %s %s: %v", helperName, command, err)
	}
	return nil
}

// pull runs the client for one image.
func (c *client) pull(ctx context.Context, image string) (pull, error) {
	said, err := c.run(ctx, c.executable, clientWord, c.caPath, image)
	if err != nil {
		return pull{}, err
	}
	var done pull
	if err := json.Unmarshal(said, &done); err != nil {
		return pull{}, fmt.Errorf("reading what the client did: %v", err)
	}
	return done, nil
}

func (c *client) run(ctx context.Context, name string, arguments ...string) (stdout []byte, err error) {
	cmd := exec.CommandContext(ctx, name, arguments...)
	cmd.Dir = c.home
	cmd.Env = c.environ
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		if line := lastLine(stderr.String()); line != "" {
			return nil, errors.New(strings.TrimPrefix(line, program+": "))
		}
		return nil, fmt.Errorf("running %s: %v", filepath.Base(name), err)
	}
	return out.Bytes(), nil
}

// lastLine returns a process's own line, which comes after those that the helper wrote.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// searchHome returns how many files are in the client's home. That one of them holds a secret is an error.
func (c *client) searchHome(secrets []string) (files int, err error) {
	holding, files, err := new(testenv.Planted).Files(c.home, secrets...)
	if len(holding) > 0 {
		return files, errors.New("searching files for secrets: one is in " + filepath.Base(holding[0]))
	}
	return files, err
}
